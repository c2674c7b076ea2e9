package stoa.net.s2s;

/** A stream that carries stanzas to another domain. Any thread. */
interface Carrier {
    /** Has the stream take what waits in that link, soon and on its own loop. */
    void wake(Link link);
}
