package stoa.net.tls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something made of each certificate of a {@link CertificateStore}, made anew when it reloads. Safe
 * on any thread.
 */
final class PerCertificate<T> {
    private final CertificateStore certificates;
    private final Function<DomainCertificate, T> made;
    private final Consumer<T> release;
    private volatile Map<DomainCertificate, T> current = Map.of();

    /**
     * What the last reload replaced: a loop may just have asked for it. Released at the next one.
     */
    private List<T> retired = List.of();

    PerCertificate(
            CertificateStore certificates,
            Function<DomainCertificate, T> made,
            Consumer<T> release) {
        this.certificates = certificates;
        this.made = made;
        this.release = release;
        certificates.onChange(this::renew);
        renew();
    }

    private synchronized void renew() {
        Map<DomainCertificate, T> old = current;
        Map<DomainCertificate, T> fresh = new HashMap<>();
        for (DomainCertificate certificate : certificates.all()) {
            T known = old.get(certificate);
            fresh.put(certificate, known == null ? made.apply(certificate) : known);
        }
        current = Map.copyOf(fresh);
        retired.forEach(release);
        List<T> leaving = new ArrayList<>(old.values());
        leaving.removeAll(fresh.values());
        retired = leaving;
    }

    T forName(@Nullable String serverName) {
        while (true) {
            T found = current.get(certificates.forName(serverName));
            if (found != null) {
                return found;
            }
            Thread.onSpinWait(); // between the store's swap and ours
        }
    }
}
