package stoa.archive;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveQuery.Anchor;
import stoa.store.search.SearchText;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.rsm.PageRequest;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Reads {@code <query/>} (XEP-0313 section 4): which history, which page, in which direction; which
 * words (XEP-0431). Pure.
 *
 * @param text what the messages must say, null for anything
 * @param queryId returned in every result, null when the asker gave none
 * @param flipped whether the page is sent newest first (section 4.3.3)
 */
record HistoryQuery(
        ArchiveQuery archive,
        @Nullable SearchText text,
        @Nullable String queryId,
        boolean flipped) {
    /** When the asker names no number. */
    static final int DEFAULT_PAGE = 50;

    /** However many the asker wants. */
    static final int LARGEST_PAGE = 250;

    private static final Set<String> FIELDS =
            Set.of(
                    Mam.WITH,
                    Mam.START,
                    Mam.END,
                    Mam.BEFORE_ID,
                    Mam.AFTER_ID,
                    Mam.IDS,
                    DataForm.FORM_TYPE);

    /** What a query turned out to be: one to run, or the error it is answered with. */
    sealed interface Read permits Good, Bad {}

    record Good(HistoryQuery query) implements Read {}

    record Bad(StanzaError error) implements Read {}

    /** Why a part cannot be used. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient StanzaError error;

        Refused(StanzaError error) {
            super(error.condition().text(), null, false, false);
            this.error = error;
        }
    }

    /**
     * Reads a query.
     *
     * @param searchable whether there is a field for words
     */
    static Read of(Element query, BareJid owner, boolean searchable) {
        try {
            DataForm form = form(query, searchable);
            ArchiveQuery all = ArchiveQuery.firstOf(owner, DEFAULT_PAGE);
            return new Good(
                    new HistoryQuery(
                            page(query, form == null ? all : filters(form, all)),
                            form == null ? null : text(form),
                            query.attribute("queryid"),
                            query.child("flip-page", Mam.NS) != null));
        } catch (Refused refused) {
            return new Bad(refused.error);
        }
    }

    private static @Nullable DataForm form(Element query, boolean searchable) throws Refused {
        Element x = query.child("x", DataForm.NAMESPACE);
        if (x == null) {
            return null;
        }
        DataForm form = DataForm.read(x);
        if (form == null
                || form.type() != DataForm.Type.SUBMIT
                || !Mam.NS.equals(form.formType())) {
            throw new Refused(bad("the form must be submitted with FORM_TYPE " + Mam.NS));
        }
        for (FormField field : form.fields()) {
            String name = field.name();
            boolean known = FIELDS.contains(name) || (searchable && Mam.FULL_TEXT.equals(name));
            if (name == null || !known) {
                throw new Refused(
                        Condition.FEATURE_NOT_IMPLEMENTED.error("This archive has no such field."));
            }
        }
        return form;
    }

    private static ArchiveQuery filters(DataForm form, ArchiveQuery all) throws Refused {
        return all.with(jid(form.value(Mam.WITH)))
                .start(time(form.value(Mam.START)))
                .end(time(form.value(Mam.END)))
                .after(optionalId(form.value(Mam.AFTER_ID)))
                .before(optionalId(form.value(Mam.BEFORE_ID)))
                .ids(ids(form.field(Mam.IDS)));
    }

    /** XEP-0431 section 2.2: what is empty looks for nothing. */
    private static @Nullable SearchText text(DataForm form) throws Refused {
        FormField field = form.field(Mam.FULL_TEXT);
        if (field == null || field.values().isEmpty()) {
            return null;
        }
        if (field.values().size() > 1) {
            throw new Refused(bad("the text is one value"));
        }
        return switch (SearchText.read(field.values().getFirst())) {
            case SearchText.Good(var text) -> text.parts().isEmpty() ? null : text;
            case SearchText.TooMuch(var why) ->
                    throw new Refused(Condition.POLICY_VIOLATION.error(why));
        };
    }

    private static ArchiveQuery page(Element query, ArchiveQuery archive) throws Refused {
        return switch (PageRequest.in(query)) {
            case PageRequest.NotAsked notAsked -> archive;
            case PageRequest.Malformed malformed ->
                    throw new Refused(bad("the page cannot be read"));
            case PageRequest.Asked(PageRequest page) -> {
                if (page.index() != null) {
                    throw new Refused(
                            Condition.FEATURE_NOT_IMPLEMENTED.error(
                                    "Ask for pages by before or after."));
                }
                int max =
                        page.max() == PageRequest.NO_MAX
                                ? DEFAULT_PAGE
                                : Math.min(page.max(), LARGEST_PAGE);
                yield archive.page(anchor(page), max);
            }
        };
    }

    private static Anchor anchor(PageRequest page) throws Refused {
        if (page.after() != null) {
            return new Anchor.After(id(page.after()));
        }
        if (page.before() == null) {
            return new Anchor.First();
        }
        return page.before().isEmpty() ? new Anchor.Last() : new Anchor.Before(id(page.before()));
    }

    private static @Nullable Jid jid(@Nullable String text) throws Refused {
        try {
            return text == null ? null : Jid.parse(text);
        } catch (InvalidJidException e) {
            throw new Refused(Condition.JID_MALFORMED.error());
        }
    }

    /** XEP-0082: with a zone, to any fraction of a second; earlier than 1970 is as good as 1970. */
    private static @Nullable Long time(@Nullable String text) throws Refused {
        if (text == null) {
            return null;
        }
        try {
            return Math.max(0, OffsetDateTime.parse(text.strip()).toInstant().toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw new Refused(bad("a time must be written as XEP-0082 says"));
        }
    }

    private static List<Long> ids(@Nullable FormField field) throws Refused {
        List<Long> ids = new ArrayList<>();
        if (field != null) {
            if (field.values().size() > LARGEST_PAGE) {
                throw new Refused(
                        Condition.POLICY_VIOLATION.error(
                                "At most " + LARGEST_PAGE + " ids at a time."));
            }
            for (String value : field.values()) {
                ids.add(id(value));
            }
        }
        return ids;
    }

    private static @Nullable Long optionalId(@Nullable String text) throws Refused {
        return text == null ? null : Long.valueOf(id(text));
    }

    /** What is no id of ours is not in the archive (section 4.3.1). */
    private static long id(String text) throws Refused {
        try {
            long id = Long.parseLong(text);
            if (id > 0 && Long.toString(id).equals(text)) {
                return id;
            }
        } catch (NumberFormatException notANumber) {
            // answered below
        }
        throw new Refused(Condition.ITEM_NOT_FOUND.error());
    }

    private static StanzaError bad(String says) {
        return Condition.BAD_REQUEST.error(says);
    }
}
