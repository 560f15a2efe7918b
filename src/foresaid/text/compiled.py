"""Is the compiled kernel there, and may it be used?

It is optional: every function of it has a twin in numpy that gives the same answer. FORESAID_PURE=1 in the environment
keeps it out, to compare the two or to tell where a fault lies; the kernel itself looks, since this room may not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

INTERFACE = 5  # KERNEL_INTERFACE in kernel/kernel.h; one built from other sources is not used


def _loaded() -> tuple[ModuleType | None, str]:
    """The kernel or None, and in words how it stands."""
    try:
        from foresaid.text import _kernel  # noqa: PLC0415 - may be absent
    except ImportError as error:
        if "FORESAID_PURE" in str(error):
            return None, "compiled kernel: not used, because FORESAID_PURE is set"
        return (
            None,
            "compiled kernel: none; the same answers come some ten times slower (docs/decisions/0005)",
        )
    if _kernel.INTERFACE != INTERFACE:
        return None, "compiled kernel: built from other sources, not used; install foresaid again"
    return _kernel, "compiled kernel: in use"


kernel, notice = _loaded()
