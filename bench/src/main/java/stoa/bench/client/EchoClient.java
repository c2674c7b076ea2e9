package stoa.bench.client;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the bare echo, which is fed elements and gives them back, or to the bare relay,
 * which gives them to others. Confined to the loop's thread.
 */
public final class EchoClient implements Connection.Listener, StanzaScanner.Sink {
    /** Hears what came back; the array is only valid during the call. */
    public interface Echoes {
        void echo(byte[] bytes, int start, int end);
    }

    private final StanzaScanner scanner = new StanzaScanner(this);
    private final Connection connection;
    private final Consumer<EchoClient> ready;
    private final Consumer<String> gone;
    private Echoes echoes = (bytes, start, end) -> {};

    private EchoClient(Loop loop, int port, Consumer<EchoClient> ready, Consumer<String> gone) {
        this.ready = ready;
        this.gone = gone;
        this.connection = loop.connect(port, this);
    }

    /**
     * Connects; one of the two is told how it went, and {@code gone} when the connection ends
     * later.
     */
    public static void open(
            Loop loop, int port, Consumer<EchoClient> ready, Consumer<String> gone) {
        var _ = new EchoClient(loop, port, ready, gone);
    }

    public void listen(Echoes listener) {
        echoes = listener;
    }

    /** Enters a group of the relay; what the listener was is replaced. */
    public void join(String group, Runnable joined) {
        echoes = (bytes, start, end) -> joined.run();
        connection.write(Bytes.of("<group name='" + group + "'/>"));
    }

    public void send(byte[] bytes) {
        connection.write(bytes);
    }

    public void close() {
        connection.close();
    }

    @Override
    public void secured() {
        // an opening tag, so that what follows are its children for the scanner
        connection.write(Bytes.of("<s>"));
    }

    @Override
    public void received(byte[] bytes, int start, int end) {
        scanner.feed(bytes, start, end);
    }

    @Override
    public void opened(byte[] bytes, int start, int end) {
        ready.accept(this);
    }

    @Override
    public void child(byte[] bytes, int start, int end) {
        echoes.echo(bytes, start, end);
    }

    @Override
    public void closed() {}

    @Override
    public void gone(@Nullable Throwable cause) {
        gone.accept(String.valueOf(cause));
    }
}
