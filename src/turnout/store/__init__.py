"""The store: facts in SQL, person by person, only ever added. SQLite by default, PostgreSQL by URL.

In: facts. Out: the same facts, byte for byte, in the order they arrived. What they mean is no business of the store.
Beside them stand the accounts that open a person's record, and who is signed in.
"""

from turnout.store.accounts import Account, AccountError, Accounts, SignIn
from turnout.store.backup import Restored, restore
from turnout.store.store import Outcome, RecordErasedError, Store, open_store

__all__ = [
    "Account",
    "AccountError",
    "Accounts",
    "Outcome",
    "RecordErasedError",
    "Restored",
    "SignIn",
    "Store",
    "open_store",
    "restore",
]
