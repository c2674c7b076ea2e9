package stoa.store.account;

import stoa.store.Bytes;

/**
 * What SCRAM needs to know of a password, RFC 5802 section 3.
 *
 * @param hash the hash as it is named in the mechanism: {@code SHA-1}, {@code SHA-256}
 */
public record ScramKeys(
        String hash, Bytes salt, int iterations, Bytes storedKey, Bytes serverKey) {}
