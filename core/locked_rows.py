"""A form of the desk is saved into its row as it is at that moment, and nobody changes the row until that is done.

Django's form saves all fields, also those that it does not show, as they were when it read them: what somebody else did
in the meantime would be undone.
"""

from typing import Any

from django.db import connection
from django.http import HttpRequest

from .admin_mixin import AdminMixin


class LockedRowsMixin(AdminMixin):
    """Mixed into every page of the admin."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the object; one that is to be changed within a transaction is locked, and read again after that."""
        obj: Any = super().get_object(request, object_id, from_field)
        is_row = obj is not None and not obj._state.adding
        if not is_row or request.method != "POST" or not connection.in_atomic_block:
            return obj
        try:
            obj.refresh_from_db(from_queryset=type(obj)._base_manager.select_for_update(of=("self",)))
        except type(obj).DoesNotExist:
            return None
        return obj
