"""A page with a sheet and our script, without a server: tests type on its line what would be sent."""

SHEET_ALONE = """<div data-testid="stApp" data-test-connection-state="CONNECTED"
  data-test-script-state="notRunning"></div>
<div class="live" data-who="bithu"></div><div class="kept" data-place="sheet"></div><script>
window.WebSocket = class extends EventTarget {
  constructor() { super(); window.line = this }
  send() {}
  arrive(data) { this.dispatchEvent(new MessageEvent("message", { data })) }
}</script>"""
