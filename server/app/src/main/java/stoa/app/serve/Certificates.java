package stoa.app.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stoa.app.PlainException;
import stoa.app.config.StoaConfig;
import stoa.app.tls.SelfSignedCertificate;
import stoa.net.tls.CertificateFiles;
import stoa.net.tls.CertificateProblem;
import stoa.net.tls.CertificateStore;
import stoa.xmpp.jid.DomainJid;

/** The certificates the configuration names, or the self-signed one in the data directory. */
final class Certificates {
    private Certificates() {}

    /** Loads them; one that is missing, expired or wrong stops the start. */
    static CertificateStore load(
            StoaConfig config, List<DomainJid> domains, Path data, InstantSource clock)
            throws PlainException, IOException {
        try {
            return new CertificateStore(files(config, domains, data, clock), clock);
        } catch (CertificateProblem e) {
            throw new PlainException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The files for these domains; the self-signed certificate is made or made anew if needed. */
    static List<CertificateFiles> files(
            StoaConfig config, List<DomainJid> domains, Path data, InstantSource clock)
            throws PlainException, IOException {
        List<CertificateFiles> files = new ArrayList<>();
        List<String> rest = new ArrayList<>(domains.stream().map(DomainJid::toString).toList());
        for (Map.Entry<String, StoaConfig.CertificateFiles> own :
                config.tls().perDomain().entrySet()) {
            if (!rest.remove(own.getKey())) {
                throw new PlainException(
                        "tls.domain.\"" + own.getKey() + "\": this domain is not served");
            }
            files.add(
                    new CertificateFiles(
                            own.getValue().certificate(),
                            own.getValue().key(),
                            List.of(own.getKey())));
        }
        StoaConfig.CertificateFiles general = config.tls().defaultCertificate();
        if (general != null) {
            files.addFirst(new CertificateFiles(general.certificate(), general.key(), rest));
        } else if (!rest.isEmpty()) {
            SelfSignedCertificate own = new SelfSignedCertificate(data.resolve("tls"));
            own.ensure(rest, clock.instant());
            files.addFirst(new CertificateFiles(own.certificate(), own.key(), rest));
        }
        return List.copyOf(files);
    }
}
