"""Engines of others by their address: ``engine`` asks one as a store, ``publication`` brings a build to it by the ``layout``, ``peers`` are those of other municipalities."""
