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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.MailboxScheduler;
import stoa.core.hook.Hooks;
import stoa.core.journal.Change;
import stoa.core.journal.Journal;
import stoa.core.route.ServedDomains;
import stoa.core.route.Services;
import stoa.core.session.RegistrationGate;
import stoa.net.access.ClientAccess;
import stoa.net.bosh.BoshLimits;
import stoa.net.bosh.BoshSessions;
import stoa.net.limit.AddressLimit;
import stoa.net.limit.GuessThrottle;
import stoa.net.limit.NetLimits;
import stoa.net.login.BearerTokens;
import stoa.net.login.Clients;
import stoa.net.login.FastTokens;
import stoa.net.login.PasswordChanges;
import stoa.net.login.PasswordUpgrades;
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
    public final Clients clients;
    public final PasswordChanges passwordChanges = new PasswordChanges();
    public final ClientAccess access;
    public final List<BareJid> revoked = new CopyOnWriteArrayList<>();

    /** And which resources those clients bind. */
    public final List<Predicate<String>> revokedResources = new CopyOnWriteArrayList<>();

    public final VertxLoops loops;
    public final CertificateStore certificates;
    public final TlsContexts tls;
    public final Journal journal;
    public final MailboxScheduler scheduler;
    public final StreamServer streams;
    public final BoshSessions boshes;
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
        BoshLimits bosh = BoshLimits.DEFAULTS;
        boolean plaintext;
        @Nullable BearerTokens bearers;
        RegistrationGate registration = RegistrationGate.CLOSED;
        FastTokens.Settings tokens = FastTokens.Settings.DEFAULTS;
        Clients.Settings clients = Clients.Settings.DEFAULTS;
        Consumer<Hooks> joining = hooks -> {};

        /** What joins the hooks before the server is put together. */
        public Options joining(Consumer<Hooks> value) {
            joining = value;
            return this;
        }

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

        public Options registration(RegistrationGate value) {
            registration = value;
            return this;
        }

        public Options tokens(FastTokens.Settings value) {
            tokens = value;
            return this;
        }

        public Options clients(Clients.Settings value) {
            clients = value;
            return this;
        }

        public Options bosh(BoshLimits value) {
            bosh = value;
            return this;
        }

        /** Offers OAUTHBEARER. */
        public Options bearers(BearerTokens known) {
            bearers = known;
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
        options.joining.accept(hooks);
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
                        Set.of(ScramHash.SHA_256, ScramHash.SHA_512),
                        true,
                        options.binding,
                        4096,
                        true,
                        secret);
        FastTokens tokens =
                new FastTokens(store.fastTokens(), journal::record, secret, options.tokens, time);
        clients = new Clients(store.clients(), journal::record, options.clients, time);
        access = new ClientAccess(clients, tokens, secret, time, this::revoked);
        SignIn signIn =
                new SignIn(
                        sasl,
                        store.accounts(),
                        tokens,
                        new PasswordUpgrades(journal::record, 4096),
                        clients,
                        passwordChanges,
                        new GuessThrottle(options.rates.guesses()),
                        Runnable::run,
                        options.bearers);
        hooks.install(access);
        gate.hooks = hooks;
        streams =
                new StreamServer(
                        domains,
                        gate,
                        options.registration,
                        hooks,
                        signIn,
                        scheduler,
                        loops,
                        options.limits,
                        options.rates,
                        time,
                        metrics);
        boshes = new BoshSessions(streams, options.bosh);
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
                        boshes,
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
        return addAccount(local, enabled, ScramHash.SHA_1, ScramHash.SHA_256);
    }

    /** An account that has keys of these hashes only. */
    public BareJid addAccount(String local, boolean enabled, ScramHash... hashes) {
        BareJid address = BareJid.of(local, DOMAIN);
        List<stoa.store.account.ScramKeys> keys = new ArrayList<>();
        for (ScramHash hash : hashes) {
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

    /**
     * Lets time pass, and everything on all loops notice. What a loop is about to do, and whose
     * time it is yet to note, was done before: the client may have its answer already.
     */
    public void pass(Duration duration) {
        drainLoops();
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

    private void revoked(BareJid account, Predicate<String> resources) {
        revoked.add(account);
        revokedResources.add(resources);
    }
}
