package stoa.search;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import stoa.store.archive.ArchiveOwner;
import stoa.store.archive.FollowedMessage;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;

/** A message as it stands in the index: whose it is, with whom, its archive id, its pieces. */
final class MessageFields {
    /** The archive id, from which its time follows. */
    static final String ID = "id";

    /** Whose histories it is in. */
    static final String OWNER = "owner";

    /** An owner and who it talked with. */
    static final String TALK = "talk";

    /** The full addresses it went from and to. */
    static final String ADDRESS = "address";

    /** The pieces of what was said. */
    static final String TEXT = "text";

    private static final FieldType PIECES = new FieldType();

    static {
        PIECES.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
        PIECES.setOmitNorms(true);
        PIECES.setTokenized(true);
        PIECES.freeze();
    }

    private MessageFields() {}

    static Document document(FollowedMessage message, GramStream pieces) {
        Document document = new Document();
        document.add(new LongPoint(ID, message.id()));
        document.add(new NumericDocValuesField(ID, message.id()));
        for (ArchiveOwner owner : message.owners()) {
            document.add(exact(OWNER, owner.owner().toString()));
            document.add(exact(TALK, talk(owner.owner(), owner.peer())));
        }
        Set<Jid> addresses = new LinkedHashSet<>();
        addresses.add(message.from());
        addresses.add(message.to());
        for (Jid address : addresses) {
            if (address instanceof FullJid full) {
                document.add(exact(ADDRESS, full.toString()));
            }
        }
        document.add(new Field(TEXT, pieces, PIECES));
        return document;
    }

    /** No address has a line break in it. */
    static String talk(BareJid owner, Jid peer) {
        return owner + "\n" + peer;
    }

    private static Field exact(String name, String value) {
        return new StringField(name, value, Field.Store.NO);
    }
}
