package stoa.core.hook;

import org.jspecify.annotations.Nullable;

/** A service discovery identity, XEP-0030 section 3.1. */
public record Identity(String category, String type, @Nullable String name) {}
