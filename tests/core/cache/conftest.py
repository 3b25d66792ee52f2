"""A page cache before an application."""

import pytest

from core.cache.page_cache import PageCache
from tests.core.cache.cached_site import Site, cacheable


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def cache(site):
    return PageCache(site, is_watching=False, cacheable=cacheable)
