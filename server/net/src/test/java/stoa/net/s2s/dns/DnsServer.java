package stoa.net.s2s.dns;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import stoa.net.loop.VertxLoops;

/**
 * A server of the DNS on loopback, over UDP and TCP on one port, that answers what a test has
 * written into its zone, and badly where a test wants that.
 */
final class DnsServer implements AutoCloseable {
    /** Above this many records a UDP answer is truncated, so that it is asked for over TCP. */
    private static final int FIT_UDP = 20;

    private record Key(String name, DnsRecordType type) {}

    private record Data(DnsRecordType type, int ttl, ByteBuf bytes) {}

    private final Map<Key, List<Data>> zone = new ConcurrentHashMap<>();
    private final Map<String, DnsResponseCode> codes = new ConcurrentHashMap<>();
    private final List<String> silent = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile @Nullable Integer negativeTtl;
    private final Channel udp;
    private final Channel tcp;

    DnsServer(VertxLoops loops) {
        Channel first = tcp(loops);
        Channel second = udp(loops, first);
        while (second == null) { // somebody else has that port
            first.close().syncUninterruptibly();
            first = tcp(loops);
            second = udp(loops, first);
        }
        tcp = first;
        udp = second;
    }

    private Channel tcp(VertxLoops loops) {
        return new ServerBootstrap()
                .group(loops.group())
                .channelFactory(loops.serverChannels())
                .childHandler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline()
                                        .addLast(
                                                new TcpDnsQueryDecoder(),
                                                new TcpDnsResponseEncoder(),
                                                new OverTcp());
                            }
                        })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /** On the same port, or null when it is taken there. */
    private @Nullable Channel udp(VertxLoops loops, Channel beside) {
        ChannelFuture bound =
                new Bootstrap()
                        .group(loops.group())
                        .channelFactory(loops.datagramChannels())
                        .handler(
                                new ChannelInitializer<DatagramChannel>() {
                                    @Override
                                    protected void initChannel(DatagramChannel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new DatagramDnsQueryDecoder(),
                                                        new DatagramDnsResponseEncoder(),
                                                        new OverUdp());
                                    }
                                })
                        .bind(beside.localAddress())
                        .awaitUninterruptibly();
        return bound.isSuccess() ? bound.channel() : null;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) tcp.localAddress();
    }

    /** The questions so far, such as {@code montague.test A}. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    DnsServer srv(String name, int ttl, int priority, int weight, int port, String target) {
        ByteBuf data = Unpooled.buffer();
        data.writeShort(priority).writeShort(weight).writeShort(port).writeBytes(encoded(target));
        return add(name, DnsRecordType.SRV, ttl, data);
    }

    DnsServer address(String name, int ttl, String address) {
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return add(
                    name,
                    bytes.length == 4 ? DnsRecordType.A : DnsRecordType.AAAA,
                    ttl,
                    Unpooled.wrappedBuffer(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** An alias answers any question for its name. */
    DnsServer cname(String name, int ttl, String target) {
        return add(name, DnsRecordType.CNAME, ttl, Unpooled.wrappedBuffer(encoded(target)));
    }

    /** A record of any content. */
    DnsServer raw(String name, DnsRecordType type, byte... content) {
        return add(name, type, 60, Unpooled.wrappedBuffer(content));
    }

    DnsServer answering(String name, DnsResponseCode code) {
        codes.put(name, code);
        return this;
    }

    DnsServer silentAbout(String name) {
        silent.add(name);
        return this;
    }

    /** What the zone's SOA record has as its MINIMUM. Without it negative answers have no SOA. */
    DnsServer negativeTtl(int seconds) {
        negativeTtl = seconds;
        return this;
    }

    /** Forgets all that it was told to answer. */
    void clear() {
        zone.clear();
        codes.clear();
        silent.clear();
    }

    private DnsServer add(String name, DnsRecordType type, int ttl, ByteBuf data) {
        zone.computeIfAbsent(new Key(name, type), _ -> new CopyOnWriteArrayList<>())
                .add(new Data(type, ttl, data));
        return this;
    }

    private static byte[] encoded(String name) {
        ByteBuf bytes = Unpooled.buffer();
        for (String label : name.split("\\.", -1)) {
            if (!label.isEmpty()) {
                bytes.writeByte(label.length()).writeBytes(label.getBytes(US_ASCII));
            }
        }
        byte[] all = new byte[bytes.writeByte(0).readableBytes()];
        bytes.readBytes(all);
        return all;
    }

    /** Null: silence. */
    private @Nullable DnsResponse answer(DnsQuery query, DnsResponse response, boolean mayBeLong) {
        DnsQuestion question = query.recordAt(DnsSection.QUESTION);
        String name = question.name().substring(0, question.name().length() - 1);
        asked.add(name + " " + question.type().name());
        if (silent.contains(name)) {
            return null;
        }
        response.addRecord(DnsSection.QUESTION, question);
        if (codes.containsKey(name)) {
            return response.setCode(codes.get(name));
        }
        var records = new ArrayList<DnsRecord>();
        collect(name, question.type(), records);
        if (records.size() > FIT_UDP && !mayBeLong) {
            return response.setTruncated(true);
        }
        records.forEach(record -> response.addRecord(DnsSection.ANSWER, record));
        if (records.isEmpty()) {
            boolean exists = zone.keySet().stream().anyMatch(key -> key.name.equals(name));
            response.setCode(exists ? DnsResponseCode.NOERROR : DnsResponseCode.NXDOMAIN);
            Integer minimum = negativeTtl;
            if (minimum != null) {
                ByteBuf soa = Unpooled.buffer();
                soa.writeBytes(encoded("ns.test")).writeBytes(encoded("hostmaster.test"));
                soa.writeInt(1).writeInt(3600).writeInt(600).writeInt(86_400).writeInt(minimum);
                response.addRecord(
                        DnsSection.AUTHORITY,
                        new DefaultDnsRawRecord("test", DnsRecordType.SOA, 7200, soa));
            }
        }
        return response;
    }

    private void collect(String name, DnsRecordType type, List<DnsRecord> into) {
        List<Data> found = zone.getOrDefault(new Key(name, type), List.of());
        for (Data data : found) {
            into.add(new DefaultDnsRawRecord(name, data.type, data.ttl, data.bytes.copy()));
        }
        for (Data alias : zone.getOrDefault(new Key(name, DnsRecordType.CNAME), List.of())) {
            if (into.size() > FIT_UDP) {
                return; // an alias of itself
            }
            into.add(
                    new DefaultDnsRawRecord(
                            name, DnsRecordType.CNAME, alias.ttl, alias.bytes.copy()));
            collect(decoded(alias.bytes.duplicate()), type, into);
        }
    }

    private static String decoded(ByteBuf name) {
        String decoded = DefaultDnsRecordDecoder.decodeName(name);
        return decoded.substring(0, decoded.length() - 1);
    }

    private final class OverUdp extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        protected void channelRead0(ChannelHandlerContext ctx, DatagramDnsQuery query) {
            DnsResponse response =
                    answer(
                            query,
                            new DatagramDnsResponse(
                                    /* sender= */ query.recipient(),
                                    /* recipient= */ query.sender(),
                                    query.id()),
                            false);
            if (response != null) {
                ctx.writeAndFlush(response);
            }
        }
    }

    private final class OverTcp extends SimpleChannelInboundHandler<DnsQuery> {
        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        protected void channelRead0(ChannelHandlerContext ctx, DnsQuery query) {
            DnsResponse response = answer(query, new DefaultDnsResponse(query.id()), true);
            if (response != null) {
                ctx.writeAndFlush(response);
            }
        }
    }

    @Override
    public void close() {
        udp.close().syncUninterruptibly();
        tcp.close().syncUninterruptibly();
    }
}
