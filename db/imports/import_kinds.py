"""All import kinds by code."""

from db.imports.comment_request_import import REQUESTS
from db.imports.import_kind import ImportKind
from db.imports.introduction_import import INTRODUCTIONS
from db.imports.member_import import MEMBERS
from db.imports.unit_import import UNITS

IMPORT_KINDS: dict[str, ImportKind] = {kind.code: kind for kind in (MEMBERS, UNITS, INTRODUCTIONS, REQUESTS)}
