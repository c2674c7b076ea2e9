package stoa.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.core.journal.ArchiveSlot;
import stoa.core.route.ArchiveReaders;
import stoa.core.route.HistoryResponder;
import stoa.core.route.Router;
import stoa.core.session.Session;
import stoa.store.archive.ArchiveExtent;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.store.archive.ArchiveStore;
import stoa.store.search.MessageSearch;
import stoa.store.search.SearchResult;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.rsm.Page;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * XEP-0313: answers history requests of accounts about themselves, and, as a {@link
 * HistoryResponder}, those that rooms let pass; XEP-0431: with words, if there is a search.
 */
public final class History implements Feature, HistoryResponder {
    private static final List<FormField> FIELDS =
            List.of(
                    FormField.of(FormField.Type.JID_SINGLE, Mam.WITH, "Talk with"),
                    FormField.of(FormField.Type.TEXT_SINGLE, Mam.START, "From"),
                    FormField.of(FormField.Type.TEXT_SINGLE, Mam.END, "Until"),
                    FormField.of(FormField.Type.TEXT_SINGLE, Mam.BEFORE_ID, "Before message"),
                    FormField.of(FormField.Type.TEXT_SINGLE, Mam.AFTER_ID, "After message"),
                    FormField.of(FormField.Type.LIST_MULTI, Mam.IDS, "Messages")
                            .validated(FormField.open())); // section 4.1.5

    private static final FormField WORDS =
            FormField.of(FormField.Type.TEXT_SINGLE, Mam.FULL_TEXT, "Words");

    private final ArchiveStore archive;
    private final Router router;
    private final ArchiveReaders readers;
    private final @Nullable MessageSearch search;

    /**
     * @param search looks for words, or null when nobody may
     */
    public History(
            ArchiveStore archive,
            Router router,
            ArchiveReaders readers,
            @Nullable MessageSearch search) {
        this.search = search;
        this.archive = archive;
        this.router = router;
        this.readers = readers;
    }

    @Override
    public Descriptor describe() {
        Xep mam = Xep.of(313, "1.1.3");
        Xep pages = Xep.of(59, "1.0");
        Descriptor described =
                search == null
                        ? Descriptor.of(mam, pages)
                        : Descriptor.of(mam, pages, Xep.of(431, "0.2.0"))
                                .advertises(Target.ACCOUNT, FULL_TEXT)
                                .advertises(Target.SERVER, FULL_TEXT);
        return described
                .advertises(Target.ACCOUNT, Mam.NS, Mam.EXTENDED)
                // COMPAT(Profanity): it looks for the archive of its account at the domain.
                .advertises(Target.SERVER, Mam.NS);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.ACCOUNT, Name.of(Mam.NS, "query"), this::ofAccount);
        hooks.iq(Target.ACCOUNT, Name.of(Mam.NS, "metadata"), this::ofAccount);
        hooks.eachBind2(this::bound);
    }

    /**
     * XEP-0386 section 3.2: who binds by Bind 2 reads the archive, so nothing that came while the
     * account was offline is sent to it; it is told where the archive ends instead.
     */
    private CompletionStage<Optional<Element>> bound(Session session, Element bind) {
        BareJid owner = session.address().account();
        return readers.readsArchive(session)
                .thenCompose(noted -> archive.extent(owner))
                .thenApply(extent -> Optional.of(metadata(extent.orElse(null))));
    }

    /** A history is its owner's alone. */
    private CompletionStage<Iq> ofAccount(IqRequest request) {
        return request.byOwner()
                ? answer(request.iq(), request.account(), Instant.EPOCH)
                : CompletableFuture.completedFuture(request.refuse(Condition.FORBIDDEN));
    }

    @Override
    public boolean takes(Element payload) {
        return payload.is("query", Mam.NS) || payload.is("metadata", Mam.NS);
    }

    @Override
    public CompletionStage<Iq> answer(Iq request, BareJid owner, Instant since) {
        Element payload = Objects.requireNonNull(request.payload());
        if (payload.is("metadata", Mam.NS)) {
            return request.type() == Iq.Type.GET
                    ? extent(owner, since)
                            .thenApply(extent -> request.result(metadata(extent.orElse(null))))
                    : refuse(request, Condition.BAD_REQUEST);
        }
        if (request.type() == Iq.Type.GET) {
            return CompletableFuture.completedFuture(
                    request.result(Element.of("query", Mam.NS).child(form().toElement()).build()));
        }
        if (!(request.from() instanceof FullJid asker)) {
            return refuse(request, Condition.BAD_REQUEST);
        }
        return switch (HistoryQuery.of(payload, owner, search != null)) {
            case HistoryQuery.Bad(var error) ->
                    CompletableFuture.completedFuture(request.refuse(error));
            case HistoryQuery.Good(var query) ->
                    query.text() == null || search == null
                            ? archive.page(notBefore(query.archive(), since))
                                    .thenApply(result -> give(request, asker, query, result))
                            : search.page(notBefore(query.archive(), since), query.text())
                                    .thenApply(result -> give(request, asker, query, result));
        };
    }

    private DataForm form() {
        List<FormField> fields = new ArrayList<>(FIELDS);
        if (search != null) {
            fields.add(WORDS);
        }
        return DataForm.of(DataForm.Type.FORM, Mam.NS, fields);
    }

    private static ArchiveQuery notBefore(ArchiveQuery query, Instant since) {
        long least = since.toEpochMilli();
        return query.startMs() == null
                ? query.start(least)
                : query.start(Math.max(least, query.startMs()));
    }

    private CompletionStage<Optional<ArchiveExtent>> extent(BareJid owner, Instant since) {
        if (since.equals(Instant.EPOCH)) {
            return archive.extent(owner);
        }
        return archive.page(notBefore(ArchiveQuery.firstOf(owner, 1), since))
                .thenCombine(
                        archive.page(notBefore(ArchiveQuery.lastOf(owner, 1), since)),
                        (first, last) ->
                                row(first)
                                        .flatMap(
                                                from ->
                                                        row(last)
                                                                .map(
                                                                        to ->
                                                                                new ArchiveExtent(
                                                                                        from.id(),
                                                                                        to.id()))));
    }

    private static Optional<ArchiveRow> row(ArchiveResult result) {
        return result instanceof ArchiveResult.Page page
                ? page.rows().stream().findFirst()
                : Optional.empty();
    }

    private Iq give(Iq request, FullJid asker, HistoryQuery query, SearchResult result) {
        return switch (result) {
            case SearchResult.Found(var found) -> give(request, asker, query, found);
            case SearchResult.NotNow(var reason) ->
                    request.refuse(
                            switch (reason) {
                                case BUILDING ->
                                        Condition.RESOURCE_CONSTRAINT.error(
                                                "The search index is being built. Please try again"
                                                        + " later.");
                                case BUSY ->
                                        Condition.RESOURCE_CONSTRAINT.error(
                                                "Too many searches are under way. Please try"
                                                        + " again.");
                                case TOO_LONG ->
                                        Condition.RESOURCE_CONSTRAINT.error(
                                                "This search takes too long. Please look in a"
                                                        + " shorter time.");
                                case FAILED ->
                                        Condition.INTERNAL_SERVER_ERROR.error(
                                                "The search does not work now. Please try again"
                                                        + " later.");
                            });
        };
    }

    private Iq give(Iq request, FullJid asker, HistoryQuery query, ArchiveResult result) {
        return switch (result) {
            case ArchiveResult.ItemNotFound notFound ->
                    request.refuse(Condition.ITEM_NOT_FOUND.error());
            case ArchiveResult.Page page -> {
                Jid from = request.to() == null ? asker.bare() : request.to();
                ResultWriter writer = new ResultWriter(from, query.queryId());
                List<ArchiveRow> rows = query.flipped() ? page.rows().reversed() : page.rows();
                for (ArchiveRow row : rows) {
                    router.send(writer.write(row), from, asker);
                }
                yield request.result(fin(page));
            }
        };
    }

    /** Section 4.3: where the page stands, oldest first whichever way it was sent. */
    private static Element fin(ArchiveResult.Page page) {
        List<ArchiveRow> rows = page.rows();
        Page set =
                new Page(
                        rows.isEmpty() ? null : Long.toString(rows.getFirst().id()),
                        number(page.firstIndex()),
                        rows.isEmpty() ? null : Long.toString(rows.getLast().id()),
                        number(page.count()));
        return Element.of("fin", Mam.NS)
                .attribute("complete", page.complete() ? "true" : null)
                .child(set.toElement())
                .build();
    }

    private static @Nullable Long number(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }

    /** Section 5: empty for an empty archive. */
    private static Element metadata(@Nullable ArchiveExtent extent) {
        Element.Builder metadata = Element.of("metadata", Mam.NS);
        if (extent != null) {
            metadata.child(end("start", extent.firstId())).child(end("end", extent.lastId()));
        }
        return metadata.build();
    }

    private static Element end(String name, long id) {
        return Element.of(name, Mam.NS)
                .attribute("id", Long.toString(id))
                .attribute(
                        "timestamp", Instant.ofEpochMilli(ArchiveSlot.epochMillis(id)).toString())
                .build();
    }

    private static CompletionStage<Iq> refuse(Iq request, Condition condition) {
        return CompletableFuture.completedFuture(request.refuse(condition.error()));
    }
}
