package stoa.net.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of the served domains. {@link #reload} takes new ones from the same files while
 * the server runs; listeners ask for the certificate anew with each handshake, so a swap needs
 * nothing else. Safe on any thread.
 */
public final class CertificateStore {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateStore.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** With the bytes of both files, of before they were parsed. */
    private record Loaded(CertificateFiles files, ByteBuffer read, DomainCertificate certificate) {}

    private final InstantSource clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<Loaded> loaded;
    private volatile Map<String, DomainCertificate> byDomain;

    /**
     * Loads all certificates.
     *
     * @param files the first one is also for clients that name no served domain
     * @throws CertificateProblem for the first that cannot be used
     */
    public CertificateStore(List<CertificateFiles> files, InstantSource clock)
            throws CertificateProblem {
        this.clock = clock;
        loaded = load(files, clock);
        byDomain = index(loaded);
    }

    private static List<Loaded> load(List<CertificateFiles> files, InstantSource clock)
            throws CertificateProblem {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("at least one certificate is needed");
        }
        List<Loaded> all = new ArrayList<>();
        for (CertificateFiles one : files) {
            ByteBuffer read = bytes(one);
            all.add(new Loaded(one, read, DomainCertificate.load(one, clock.instant())));
        }
        return List.copyOf(all);
    }

    /**
     * Takes these files from now on in place of the former: a domain has come. Reads files: not for
     * an event loop.
     *
     * @throws CertificateProblem for the first that cannot be used; then the former stay
     */
    public synchronized void replace(List<CertificateFiles> files) throws CertificateProblem {
        List<Loaded> fresh = load(files, clock);
        loaded = fresh;
        byDomain = index(fresh);
        listeners.forEach(Runnable::run);
    }

    private static Map<String, DomainCertificate> index(List<Loaded> all) {
        Map<String, DomainCertificate> index = new LinkedHashMap<>();
        for (Loaded one : all) {
            for (String domain : one.files.domains()) {
                if (!one.certificate.names(domain)) {
                    LOG.warn("certificate_lacks_domain domain={}", domain);
                }
                index.putIfAbsent(domain, one.certificate);
            }
        }
        return Map.copyOf(index);
    }

    /**
     * The certificate for a server name (RFC 6066 section 3): of that domain, or of the served
     * domain that it lies below, or the first one.
     */
    public DomainCertificate forName(@Nullable String serverName) {
        String name = serverName;
        while (name != null) {
            DomainCertificate found = byDomain.get(name);
            if (found != null) {
                return found;
            }
            int dot = name.indexOf('.');
            name = dot < 0 ? null : name.substring(dot + 1);
        }
        return loaded.getFirst().certificate;
    }

    /** Whether the name is a served domain's, or stands in full in one of the certificates. */
    public boolean isNamed(String serverName) {
        return byDomain.containsKey(serverName)
                || loaded.stream().anyMatch(one -> one.certificate.dnsNames().contains(serverName));
    }

    /** All certificates in use, the default one first. */
    public List<DomainCertificate> all() {
        return loaded.stream().map(Loaded::certificate).toList();
    }

    /**
     * Reads all files again, on a signal or a poll. Reads and checks files: not for an event loop.
     * What cannot be used is logged and the former certificate stays.
     *
     * @return true when a certificate was replaced
     */
    public synchronized boolean reload() {
        List<Loaded> fresh = new ArrayList<>();
        boolean changed = false;
        for (Loaded old : loaded) {
            Loaded now = again(old);
            changed |= !now.certificate.equals(old.certificate);
            fresh.add(now);
        }
        if (changed) {
            loaded = List.copyOf(fresh);
            byDomain = index(fresh);
            listeners.forEach(Runnable::run);
        }
        return changed;
    }

    private Loaded again(Loaded old) {
        ByteBuffer read = bytes(old.files);
        if (read.equals(old.read)
                && clock.instant()
                        .isBefore(old.certificate.certificate().getNotAfter().toInstant())) {
            return old; // parsing and trying the key would cost a thousand times as much
        }
        try {
            DomainCertificate now = DomainCertificate.load(old.files, clock.instant());
            if (now.chain().equals(old.certificate.chain())
                    && Arrays.equals(now.key().getEncoded(), old.certificate.key().getEncoded())) {
                return new Loaded(old.files, read, old.certificate);
            }
            LOG.info(
                    "certificate_reloaded domains={} until={}",
                    old.files.domains(),
                    now.certificate().getNotAfter().toInstant());
            return new Loaded(old.files, read, now);
        } catch (CertificateProblem e) {
            LOG.error("certificate_not_reloaded kind={} reason={}", e.kind(), e.getMessage());
            return old;
        }
    }

    /** Nothing when a file cannot be read: whoever loads it says so. */
    private static ByteBuffer bytes(CertificateFiles files) {
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(Files.readAllBytes(files.chain()));
            all.write(Files.readAllBytes(files.key()));
            return ByteBuffer.wrap(all.toByteArray());
        } catch (IOException e) {
            return NOTHING;
        }
    }

    /** Has the listener run after each swap, on the reloading thread. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
