package stoa.store.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stands between the store and PostgreSQL as a network does, and takes a connection away when the
 * server has committed and its client does not know it yet.
 */
final class CuttingProxy implements AutoCloseable {
    /** CommandComplete with its tag, as the protocol's section 55.7 has it. */
    private static final String COMMITTED = "COMMIT\0";

    private final ServerSocket listening;
    private final int target;
    private final AtomicBoolean cuts = new AtomicBoolean();

    private CuttingProxy(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    static CuttingProxy inFrontOf(int port) throws IOException {
        CuttingProxy proxy =
                new CuttingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    /** The same database by way of this. */
    String through(String url) {
        return url.replace("localhost:" + target, "127.0.0.1:" + listening.getLocalPort());
    }

    /** The next connection on which a commit is answered breaks before the answer has passed. */
    void cutAtNextCommit() {
        cuts.set(true);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> pass(client, server, false));
                Thread.ofVirtual().start(() -> pass(server, client, true));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        byte[] bytes = new byte[16 * 1024];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                String text = new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
                if (answers && text.contains(COMMITTED) && cuts.compareAndSet(true, false)) {
                    return;
                }
                out.write(bytes, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // the other direction has ended it
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
