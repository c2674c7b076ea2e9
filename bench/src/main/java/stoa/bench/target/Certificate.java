package stoa.bench.target;

import java.nio.file.Path;

/**
 * What a server shows (ECDSA, P-256), issued by the run's {@link Authority}.
 *
 * @param certificate PEM file
 * @param key PEM file, PKCS #8, not encrypted
 */
public record Certificate(Path certificate, Path key) {}
