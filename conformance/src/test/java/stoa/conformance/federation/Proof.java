package stoa.conformance.federation;

/** By what servers prove to each other who they are. */
enum Proof {
    /** XEP-0220, over TLS with certificates that nobody has signed. */
    DIALBACK,
    /** SASL EXTERNAL (XEP-0178), by certificates of one authority, and nothing less. */
    CERTIFICATES
}
