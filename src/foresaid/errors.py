"""What can go wrong, as one tree, and what to do about it.

    ForesaidError                       exit code
    ├── UsageError                      2   the call does not fit
    │   ├── SettingsError                   an unknown key or a wrong value in foresaid.toml
    │   ├── DateError                       a date that EDTF does not know
    │   ├── QueryError                      a search that cannot be read
    │   └── NoCollectionError               the folder is no collection
    ├── InputError                      3   something given cannot be read
    │   ├── MetadataError                   a metadata table that does not fit
    │   └── AnnotatorError                  an annotator that failed on a text
    ├── StoreError                      3   the collection cannot be written
    │   └── LockedError                     somebody else is writing
    └── DamageError                     4   the collection is not what it says it is

Each has a slug; docs/messages.md says under that slug what it means and what to do.
"""

from __future__ import annotations

from typing import ClassVar


class ForesaidError(Exception):
    """Any failure that foresaid foresees; its text says what, where, and what to do."""

    slug: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 3


class UsageError(ForesaidError):
    """The call itself does not fit."""

    slug = "usage"
    exit_code = 2


class SettingsError(UsageError):
    """foresaid.toml holds an unknown key or a value of the wrong kind."""

    slug = "settings"


class DateError(UsageError):
    """A date is not one that EDTF knows."""

    slug = "date"


class QueryError(UsageError):
    """A search cannot be read."""

    slug = "query"


class NoCollectionError(UsageError):
    """The folder named is not a foresaid collection."""

    slug = "no-collection"


class InputError(ForesaidError):
    """Something given cannot be read."""

    slug = "input"
    exit_code = 3


class MetadataError(InputError):
    """A metadata table, or one row of it, does not fit."""

    slug = "metadata"


class AnnotatorError(InputError):
    """An annotator failed on a text, or gave what is no finding in it."""

    slug = "annotator"


class StoreError(ForesaidError):
    """The collection's folder cannot be written."""

    slug = "store"
    exit_code = 3


class LockedError(StoreError):
    """Another process is writing to this collection."""

    slug = "locked"


class DamageError(ForesaidError):
    """Payload, journal or catalogue are not what they say they are."""

    slug = "damage"
    exit_code = 4
