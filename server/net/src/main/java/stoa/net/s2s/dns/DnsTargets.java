package stoa.net.s2s.dns;

import com.github.benmanes.caffeine.cache.Ticker;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.DefaultHostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stoa.net.loop.VertxLoops;

/**
 * Resolves domains by the DNS (RFC 6120 section 3.2, XEP-0368):
 *
 * <ol>
 *   <li>the SRV records of {@code _xmpps-server._tcp} and {@code _xmpp-server._tcp} are one set, in
 *       the order of RFC 2782; a target "." says that there is no such service;
 *   <li>only if the domain has neither, its own addresses with port 5269 are taken (section 3.2.2).
 *       That is so as well when nobody answers the question for SRV records (section 3.2.1 item
 *       10), but not when a server answers that it cannot tell: that may be a forged answer that it
 *       has found out;
 *   <li>each host's IPv6 and IPv4 addresses take turns, IPv6 first (RFC 8305 section 4). The
 *       system's hosts file goes before the DNS.
 * </ol>
 *
 * At most {@value #SERVICES} services, {@value #PER_HOST} addresses a host and {@value #TARGETS}
 * targets are given, whatever the DNS says. Any thread.
 */
public final class DnsTargets implements Targets, AutoCloseable {
    static final int SERVICES = 10;
    static final int PER_HOST = 8;
    static final int TARGETS = 32;

    private static final int PORT = 5269;

    /** RFC 1035 section 2.3.4, in characters without the root's dot. */
    private static final int NAME_LIMIT = 253;

    /** A label in ASCII; hosts with underscores exist. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

    private record Service(Srv srv, boolean directTls) {}

    private final DnsQueries queries;
    private final DnsAnswers answers;
    private final DefaultHostsFileEntriesResolver hostsFile = new DefaultHostsFileEntriesResolver();
    private final IntUnaryOperator random;

    public DnsTargets(VertxLoops loops, DnsSettings settings) {
        this(loops, settings, Ticker.systemTicker(), new SecureRandom()::nextInt);
    }

    DnsTargets(VertxLoops loops, DnsSettings settings, Ticker ticker, IntUnaryOperator random) {
        this.queries = new DnsQueries(loops, settings);
        this.answers = new DnsAnswers(queries, ticker);
        this.random = random;
    }

    @Override
    public CompletionStage<List<Target>> resolve(String domainAscii) {
        String domain = domainAscii.toLowerCase(Locale.ROOT);
        InetAddress literal = literal(domain);
        if (literal != null) {
            return CompletableFuture.completedFuture(
                    List.of(new Target(domain, new InetSocketAddress(literal, PORT), false)));
        }
        CompletableFuture<Answer<Srv>> direct = srv("_xmpps-server._tcp." + domain);
        CompletableFuture<Answer<Srv>> plain = srv("_xmpp-server._tcp." + domain);
        return direct.thenCompose(one -> plain.thenCompose(other -> services(domain, one, other)));
    }

    /** A literal stands for itself (section 3.2: no resolution is needed). */
    private static @Nullable InetAddress literal(String domain) {
        boolean bracketed = domain.startsWith("[") && domain.endsWith("]");
        byte[] bytes =
                NetUtil.createByteArrayFromIpAddressString(
                        bracketed ? domain.substring(1, domain.length() - 1) : domain);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static boolean canExist(String name) {
        return name.length() <= NAME_LIMIT && NAME.matcher(name).matches();
    }

    private CompletableFuture<Answer<Srv>> srv(String name) {
        return canExist(name)
                ? answers.srv(name)
                : CompletableFuture.completedFuture(new Answer.None<>(DnsAnswers.LONGEST));
    }

    private CompletableFuture<List<Target>> services(
            String domain, Answer<Srv> direct, Answer<Srv> plain) {
        List<Service> all =
                Stream.concat(
                                direct.records().stream().map(one -> new Service(one, true)),
                                plain.records().stream().map(one -> new Service(one, false)))
                        .filter(one -> !one.srv.namesNoService())
                        .distinct()
                        .toList();
        if (!all.isEmpty()) {
            return targets(
                    SrvOrder.of(all, Service::srv, random).stream().limit(SERVICES).toList());
        }
        return switch (plain) {
            case Answer.Found<Srv> _ -> CompletableFuture.completedFuture(List.of());
            case Answer.Failed<Srv>(DnsFailure cause)
                    when cause.kind() == DnsFailure.Kind.REFUSED ->
                    CompletableFuture.failedFuture(cause);
            case Answer.None<Srv> _, Answer.Failed<Srv> _ ->
                    targets(List.of(new Service(new Srv(0, 0, PORT, domain), false)));
        };
    }

    /** Fails only if nothing was found and something could not be found out. */
    private CompletableFuture<List<Target>> targets(List<Service> ordered) {
        var asked = ordered.stream().map(one -> addresses(one.srv.target())).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
                .thenCompose(
                        _ -> {
                            var targets = new ArrayList<Target>();
                            DnsFailure failure = null;
                            for (int i = 0; i < ordered.size(); i++) {
                                Service service = ordered.get(i);
                                Addresses found = asked.get(i).join();
                                failure = failure == null ? found.failure : failure;
                                for (InetAddress address : found.all) {
                                    targets.add(target(service, address));
                                }
                            }
                            return targets.isEmpty() && failure != null
                                    ? CompletableFuture.failedFuture(failure)
                                    : CompletableFuture.completedFuture(
                                            targets.stream().limit(TARGETS).toList());
                        });
    }

    private static Target target(Service service, InetAddress address) {
        return new Target(
                service.srv.target(),
                new InetSocketAddress(address, service.srv.port()),
                service.directTls);
    }

    private record Addresses(List<InetAddress> all, @Nullable DnsFailure failure) {}

    private CompletableFuture<Addresses> addresses(String host) {
        if (!canExist(host)) {
            return CompletableFuture.completedFuture(new Addresses(List.of(), null));
        }
        List<InetAddress> written = hostsFile.addresses(host, ResolvedAddressTypes.IPV6_PREFERRED);
        if (written != null && !written.isEmpty()) {
            return CompletableFuture.completedFuture(new Addresses(inTurns(written), null));
        }
        return answers.addresses(host, DnsRecordType.AAAA)
                .thenCombine(
                        answers.addresses(host, DnsRecordType.A),
                        (six, four) -> {
                            var both = new ArrayList<>(six.records());
                            both.addAll(four.records());
                            return new Addresses(
                                    inTurns(both),
                                    Stream.of(four, six)
                                            .filter(Answer.Failed.class::isInstance)
                                            .map(one -> ((Answer.Failed<?>) one).cause())
                                            .findFirst()
                                            .orElse(null));
                        });
    }

    private static List<InetAddress> inTurns(List<InetAddress> all) {
        List<InetAddress> six = all.stream().filter(Inet6Address.class::isInstance).toList();
        List<InetAddress> four = all.stream().filter(one -> !six.contains(one)).toList();
        var turns = new ArrayList<InetAddress>();
        for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
            if (i < six.size()) {
                turns.add(six.get(i));
            }
            if (i < four.size()) {
                turns.add(four.get(i));
            }
        }
        return turns.stream().distinct().limit(PER_HOST).toList();
    }

    /** Asks no more. */
    @Override
    public void close() {
        queries.close();
    }
}
