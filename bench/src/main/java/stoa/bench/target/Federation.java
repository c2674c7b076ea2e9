package stoa.bench.target;

/**
 * How a server talks with others (RFC 6120 sections 3 and 13.7): it finds them by these names,
 * wants a certificate of the run's authority of each, and takes them, by STARTTLS, at that port.
 */
record Federation(Names names, int port) {}
