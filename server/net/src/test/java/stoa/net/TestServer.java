package stoa.net;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import stoa.core.entity.MailboxScheduler;
import stoa.core.hook.Hooks;
import stoa.core.journal.Change;
import stoa.core.journal.Journal;
import stoa.core.route.ServedDomains;
import stoa.core.route.Services;
import stoa.net.limit.AddressLimit;
import stoa.net.limit.GuessThrottle;
import stoa.net.limit.NetLimits;
import stoa.net.login.FastTokens;
import stoa.net.login.SignIn;
import stoa.net.loop.VertxLoops;
import stoa.net.stream.StreamLimits;
import stoa.net.stream.StreamServer;
import stoa.net.tcp.TcpListener;
import stoa.net.tls.CertificateFiles;
import stoa.net.tls.CertificateProblem;
import stoa.net.tls.CertificateStore;
import stoa.net.tls.TlsContexts;
import stoa.net.web.WebApp;
import stoa.net.web.WebListener;
import stoa.store.Bytes;
import stoa.store.account.Account;
import stoa.store.account.AccountSaved;
import stoa.store.account.ScramKeysSaved;
import stoa.store.memory.MemoryStore;
import stoa.testkit.LoopWatchdog;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.sasl.ChannelBindingPolicy;
import stoa.xmpp.sasl.SaslSettings;
import stoa.xmpp.sasl.ScramHash;
import stoa.xmpp.sasl.ScramKeys;

/**
 * Listeners on loopback ports of their own, with accounts in memory and a {@link FakeGate}. Time
 * stands still but for {@link #pass}.
 */
public final class TestServer implements AutoCloseable {
    public static final String DOMAIN = "example.org";
    public static final String OTHER_DOMAIN = "verona.example";
    public static final String PASSWORD = "wherefore art thou";

    public final ManualTime time = new ManualTime();
    public final FakeGate gate = new FakeGate();
    public final MemoryStore store = new MemoryStore();
    public final NetMetrics metrics = new NetMetrics();
    public final Hooks hooks = new Hooks(new Services());
    public final VertxLoops loops;
    public final CertificateStore certificates;
    public final TlsContexts tls;
    public final Journal journal;
    public final MailboxScheduler scheduler;
    public final StreamServer streams;
    public final TcpListener tcp;
    public final WebListener web;
    private final Vertx vertx;
    private final LoopWatchdog watchdog;
    private int startTlsPort;
    private int directPort;
    private int webPort;
    private int plainWebPort;

    /** What a test may set. */
    public static final class Options {
        StreamLimits limits = StreamLimits.DEFAULTS;
        NetLimits rates = NetLimits.NONE;
        ChannelBindingPolicy binding = ChannelBindingPolicy.OFFER;
        boolean plaintext;
        FastTokens.Settings tokens = FastTokens.Settings.DEFAULTS;

        public Options limits(StreamLimits value) {
            limits = value;
            return this;
        }

        public Options rates(NetLimits value) {
            rates = value;
            return this;
        }

        public Options binding(ChannelBindingPolicy value) {
            binding = value;
            return this;
        }

        public Options plaintext() {
            plaintext = true;
            return this;
        }
    }

    public TestServer(Path directory) {
        this(directory, new Options());
    }

    public TestServer(Path directory, Options options) {
        vertx = VertxLoops.newVertx(2);
        loops = new VertxLoops(vertx);
        watchdog = new LoopWatchdog(loops);
        scheduler = new MailboxScheduler(loops);
        journal = new Journal(store, time, 1 << 20, scheduler);
        journal.start();
        List<CertificateFiles> files = new ArrayList<>();
        files.add(TestCertificates.write(directory, DOMAIN));
        files.add(TestCertificates.write(directory, OTHER_DOMAIN));
        try {
            certificates = new CertificateStore(files, time);
        } catch (CertificateProblem e) {
            throw new IllegalStateException(e);
        }
        tls = new TlsContexts(certificates);
        ServedDomains domains =
                new ServedDomains(List.of(DomainJid.of(DOMAIN), DomainJid.of(OTHER_DOMAIN)));
        byte[] secret = "a secret of this server only".getBytes(StandardCharsets.UTF_8);
        SaslSettings sasl =
                new SaslSettings(
                        Set.of(ScramHash.SHA_1, ScramHash.SHA_256),
                        true,
                        options.binding,
                        4096,
                        secret);
        FastTokens tokens =
                new FastTokens(store.fastTokens(), journal::record, secret, options.tokens, time);
        SignIn signIn =
                new SignIn(
                        sasl,
                        store.accounts(),
                        tokens,
                        new GuessThrottle(options.rates.guesses()),
                        Runnable::run);
        streams =
                new StreamServer(
                        domains,
                        gate,
                        hooks,
                        signIn,
                        scheduler,
                        loops,
                        options.limits,
                        options.rates,
                        time,
                        metrics);
        tcp =
                new TcpListener(
                        streams,
                        tls,
                        new AddressLimit(options.rates.connectionsPerAddress()),
                        loops,
                        options.plaintext);
        web =
                new WebListener(
                        streams,
                        certificates,
                        new AddressLimit(options.rates.connectionsPerAddress()),
                        loops,
                        domains,
                        WebApp.load(TestServer.class.getClassLoader()),
                        router -> router.get("/api/hello").handler(c -> c.end("hello")));
        addAccount("juliet");
        addAccount("romeo");
        startTlsPort = await(tcp.listen(anyPort(), false).toCompletableFuture()).getPort();
        directPort = await(tcp.listen(anyPort(), true).toCompletableFuture()).getPort();
        webPort = await(web.listen(anyPort()).toCompletableFuture()).getPort();
        plainWebPort = await(web.listenPlain(anyPort()).toCompletableFuture()).getPort();
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public BareJid addAccount(String local) {
        return addAccount(local, true);
    }

    public BareJid addAccount(String local, boolean enabled) {
        BareJid address = BareJid.of(local, DOMAIN);
        List<stoa.store.account.ScramKeys> keys = new ArrayList<>();
        for (ScramHash hash : List.of(ScramHash.SHA_1, ScramHash.SHA_256)) {
            ScramKeys derived =
                    ScramKeys.derive(
                            PASSWORD,
                            "a salt of juliet".getBytes(StandardCharsets.UTF_8),
                            4096,
                            hash);
            keys.add(
                    new stoa.store.account.ScramKeys(
                            hash.text(),
                            Bytes.of(derived.salt()),
                            derived.iterations(),
                            Bytes.of(derived.storedKey()),
                            Bytes.of(derived.serverKey())));
        }
        List<Change> changes =
                List.of(
                        new AccountSaved(
                                new Account(address, null, enabled, false, time.instant())),
                        new ScramKeysSaved(address, keys));
        await(journal.record(changes).toCompletableFuture());
        return address;
    }

    public int startTlsPort() {
        return startTlsPort;
    }

    public int directPort() {
        return directPort;
    }

    public int webPort() {
        return webPort;
    }

    public int plainWebPort() {
        return plainWebPort;
    }

    /** Lets time pass, and everything on all loops notice. */
    public void pass(Duration duration) {
        time.pass(duration);
        streams.sweep();
        drainLoops();
    }

    /** Returns when what the loops had to do before this call is done. */
    public void drainLoops() {
        CountDownLatch done = new CountDownLatch(loops.count());
        for (int i = 0; i < loops.count(); i++) {
            loops.loop(i).execute(done::countDown);
        }
        try {
            if (!done.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a loop is blocked");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        watchdog.close();
        if (!watchdog.found().isEmpty()) {
            throw new AssertionError("event loops waited: " + watchdog.found());
        }
        await(tcp.close().toCompletableFuture());
        await(web.close().toCompletableFuture());
        journal.close();
        await(vertx.close().toCompletionStage().toCompletableFuture());
    }
}
