package stoa.net.s2s;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The network before a server: it can swallow what goes either way, and cut all connections. */
final class Wire implements AutoCloseable {
    private final ServerSocket listening;
    private final int to;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Object cutting = new Object();
    final AtomicInteger connections = new AtomicInteger();
    volatile boolean swallowsThere;
    volatile boolean swallowsBack;
    volatile boolean refuses;

    /** Leads to that port of loopback. */
    Wire(int to) {
        this.to = to;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                if (refuses) {
                    near.close();
                    continue;
                }
                // Who was cut comes again at once: neither before all is cut, nor while it is still
                // swallowed what goes by the new connection.
                synchronized (cutting) {
                    connect(near);
                }
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket near) throws IOException {
        Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        sockets.add(near);
        sockets.add(far);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> pump(near, far, true));
        Thread.ofVirtual().start(() -> pump(far, near, false));
    }

    private void pump(Socket from, Socket into, boolean there) {
        byte[] bytes = new byte[16 * 1024];
        try (from;
                into) {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                if (!(there ? swallowsThere : swallowsBack)) {
                    out.write(bytes, 0, n);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // cut, which is what it is for
        }
    }

    /** Cuts all connections without a word; new ones work again. */
    void cut() {
        synchronized (cutting) {
            for (Socket socket : sockets) {
                try {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException e) {
                    // it is gone either way
                }
            }
            sockets.clear();
            swallowsThere = false;
            swallowsBack = false;
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
