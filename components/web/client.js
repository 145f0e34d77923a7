// The page's part in signing in; Streamlit cannot set a cookie that scripts cannot read.
// Loaded by components/shell/auth.py; its data attributes say what to do.
{
  const { op, ticket } = document.currentScript.dataset
  const post = (path, body) => fetch(path, { method: "POST", body: new URLSearchParams(body) })

  // Hints by which phones fill in and correct a form; the library's form lacks them.
  const hint = () => {
    const password = document.querySelector('[data-testid="stForm"] input[type="password"]')
    if (!password) return setTimeout(hint, 100)
    const username = password.closest("form, [data-testid='stForm']").querySelector("input")
    password.setAttribute("autocomplete", "current-password")
    for (const [name, value] of [["autocomplete", "username"], ["autocapitalize", "none"], ["autocorrect", "off"], ["spellcheck", "false"]])
      username.setAttribute(name, value)
  }

  if (op === "sign-in") post("/auth/session", { ticket }).finally(() => location.reload())
  if (op === "sign-out") window.dropTyped?.()
  if (op === "sign-out") post("/auth/sign-out", {}).finally(() => location.replace("/"))
  if (op === "hint") hint()
}
