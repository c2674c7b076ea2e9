package stoa.xmpp.xml;

/** Where encoded bytes go: a connection's buffer, say. Must not keep the array. */
@FunctionalInterface
public interface ByteSink {
    void write(byte[] bytes, int offset, int length);
}
