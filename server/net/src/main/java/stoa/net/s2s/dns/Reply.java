package stoa.net.s2s.dns;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response to one question. At most {@value #RECORDS} records of the answer are taken,
 * however many there are; those that cannot be read are passed over. Additional records are not
 * looked at: an answer counts only for the name it was asked for.
 */
final class Reply {
    /** Records taken from one answer. */
    static final int RECORDS = 64;

    /** Aliases followed from the name asked for to the one that has the records. */
    private static final int ALIASES = 8;

    /** RFC 2308 section 5 wants no caching without an SOA record; this is as good as none. */
    private static final long NO_SOA_SECONDS = 1;

    private static final int SOA_BEFORE_MINIMUM_BYTES = 16;

    /** Reads the data of one record; null if it is none. */
    interface Reader<R> {
        @Nullable R read(ByteBuf data) throws UnknownHostException;
    }

    private final DnsResponse response;

    Reply(DnsResponse response) {
        this.response = response;
    }

    /** What the response says of the name's records of a type. It says "no such name" by none. */
    <R> Answer<R> to(String name, DnsRecordType type, Reader<R> reader) {
        String owner = normal(name);
        long ttl = Long.MAX_VALUE;
        for (int aliases = 0; aliases <= ALIASES; aliases++) {
            var records = new ArrayList<R>();
            String alias = null;
            for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
                DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
                if (record.dnsClass() != DnsRecord.CLASS_IN
                        || !normal(record.name()).equals(owner)
                        || !(record instanceof DnsRawRecord raw)) {
                    continue;
                }
                if (type.equals(record.type())) {
                    R data = read(raw, reader);
                    if (data != null && records.size() < RECORDS) {
                        records.add(data);
                        ttl = Math.min(ttl, record.timeToLive());
                    }
                } else if (DnsRecordType.CNAME.equals(record.type()) && alias == null) {
                    alias = read(raw, Reply::name);
                    ttl = Math.min(ttl, record.timeToLive());
                }
            }
            if (!records.isEmpty()) {
                return new Answer.Found<>(List.copyOf(records), Duration.ofSeconds(ttl));
            }
            if (alias == null) {
                break;
            }
            owner = alias;
        }
        return new Answer.None<>(Duration.ofSeconds(Math.min(ttl, negativeTtl())));
    }

    /** RFC 2308 section 5: the lesser of the SOA record's TTL and its MINIMUM. */
    private long negativeTtl() {
        for (int i = 0; i < response.count(DnsSection.AUTHORITY); i++) {
            DnsRecord record = response.recordAt(DnsSection.AUTHORITY, i);
            if (DnsRecordType.SOA.equals(record.type()) && record instanceof DnsRawRecord raw) {
                Long minimum = read(raw, Reply::soaMinimum);
                return minimum == null ? NO_SOA_SECONDS : Math.min(record.timeToLive(), minimum);
            }
        }
        return NO_SOA_SECONDS;
    }

    private static <R> @Nullable R read(DnsRawRecord record, Reader<R> reader) {
        try {
            return reader.read(record.content().duplicate());
        } catch (RuntimeException | UnknownHostException malformed) {
            return null;
        }
    }

    /** RFC 2782: priority, weight, port, target. */
    static @Nullable Srv srv(ByteBuf data) {
        int priority = data.readUnsignedShort();
        int weight = data.readUnsignedShort();
        int port = data.readUnsignedShort();
        String target = name(data);
        return port == 0 && !target.isEmpty() ? null : new Srv(priority, weight, port, target);
    }

    /** RFC 1035 section 3.4.1, RFC 3596 section 2.2. */
    static InetAddress address(ByteBuf data) throws UnknownHostException {
        byte[] bytes = new byte[data.readableBytes()];
        data.readBytes(bytes);
        return InetAddress.getByAddress(bytes);
    }

    /** Names may be compressed, also where they should not: the data lies within the message. */
    private static String name(ByteBuf data) {
        return normal(DefaultDnsRecordDecoder.decodeName(data));
    }

    private static long soaMinimum(ByteBuf data) {
        DefaultDnsRecordDecoder.decodeName(data);
        DefaultDnsRecordDecoder.decodeName(data);
        data.skipBytes(SOA_BEFORE_MINIMUM_BYTES);
        return data.readUnsignedInt();
    }

    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
