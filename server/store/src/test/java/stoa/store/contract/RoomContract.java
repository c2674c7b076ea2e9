package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.core.journal.ArchiveSlot;
import stoa.store.Bytes;
import stoa.store.account.AccountDeleted;
import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;
import stoa.store.room.AffiliationSaved;
import stoa.store.room.Room;
import stoa.store.room.RoomDeleted;
import stoa.store.room.RoomLogEntry;
import stoa.store.room.RoomLogged;
import stoa.store.room.RoomSaved;
import stoa.store.room.RoomStore;
import stoa.store.room.RoomSubject;
import stoa.store.room.RoomVisit;
import stoa.store.room.StoredRoom;
import stoa.store.vcard.Vcard;
import stoa.store.vcard.VcardSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

abstract class RoomContract {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final String domain = StoreFixture.freshDomain();
    private final String service = "conference." + domain;
    private final BareJid garden = at("garden", service);
    private final BareJid juliet = at("juliet", domain);
    private final BareJid tybalt = at("tybalt", domain);

    abstract StoreFixture fixture();

    private RoomStore rooms() {
        return fixture().store().rooms();
    }

    private static Room room(BareJid address, @Nullable RoomSubject subject) {
        return new Room(
                address,
                Map.of(
                        "muc#roomconfig_roomname",
                        List.of("The Garden\nof Capulet"),
                        "muc#roomconfig_roomadmins",
                        List.of("a@b", "c\\d"),
                        "none",
                        List.of()),
                3,
                subject,
                NOW);
    }

    private static AffiliationEntry entry(Jid who, Affiliation affiliation) {
        return new AffiliationEntry(who, affiliation, null, null);
    }

    @Test
    void a_room_is_loaded_whole() {
        Room saved = room(garden, new RoomSubject("Tonight", "Juliet", NOW));
        AffiliationEntry owner = new AffiliationEntry(juliet, Affiliation.OWNER, "Juliet", null);
        AffiliationEntry outcast =
                new AffiliationEntry(tybalt, Affiliation.OUTCAST, null, "quarrels");
        fixture()
                .commit(
                        new RoomSaved(saved),
                        new AffiliationSaved(garden, outcast),
                        new AffiliationSaved(garden, owner));
        assertThat(get(rooms().find(garden)))
                .contains(new StoredRoom(saved, List.of(owner, outcast)));
        assertThat(get(rooms().find(at("orchard", service)))).isEmpty();
    }

    @Test
    void a_subject_may_be_empty_or_missing() {
        Room empty = room(garden, new RoomSubject("", "Juliet", NOW));
        fixture().commit(new RoomSaved(empty));
        assertThat(get(rooms().find(garden)).orElseThrow().room()).isEqualTo(empty);
        fixture().commit(new RoomSaved(room(garden, null)));
        assertThat(get(rooms().find(garden)).orElseThrow().room()).isEqualTo(room(garden, null));
    }

    @Test
    void an_affiliation_changes_and_is_taken_away() {
        fixture()
                .commit(
                        new RoomSaved(room(garden, null)),
                        new AffiliationSaved(garden, entry(juliet, Affiliation.MEMBER)),
                        new AffiliationSaved(garden, entry(Jid.parse(domain), Affiliation.MEMBER)),
                        new AffiliationSaved(garden, entry(tybalt, Affiliation.MEMBER)),
                        new AffiliationSaved(garden, entry(tybalt, Affiliation.NONE)),
                        new AffiliationSaved(garden, entry(juliet, Affiliation.ADMIN)));
        assertThat(get(rooms().find(garden)).orElseThrow().affiliations())
                .containsExactly(
                        entry(Jid.parse(domain), Affiliation.MEMBER),
                        entry(juliet, Affiliation.ADMIN));
    }

    @Test
    void the_rooms_of_a_service_are_listed_in_pages() {
        BareJid orchard = at("orchard", service);
        BareJid street = at("street", service);
        fixture()
                .commit(
                        new RoomSaved(room(street, null)),
                        new RoomSaved(room(garden, null)),
                        new RoomSaved(room(orchard, null)),
                        new RoomSaved(room(at("a", "conference.other." + domain), null)));
        assertThat(get(rooms().list(service, null, 2)))
                .containsExactly(room(garden, null), room(orchard, null));
        assertThat(get(rooms().list(service, "orchard", 2))).containsExactly(room(street, null));
        assertThat(get(rooms().count(service))).isEqualTo(3);
    }

    @Test
    void a_destroyed_room_leaves_its_log_and_nothing_else() {
        fixture()
                .commit(
                        new RoomSaved(room(garden, null)),
                        new AffiliationSaved(garden, entry(juliet, Affiliation.OWNER)),
                        new VcardSaved(garden, new Vcard(Bytes.utf8("<vCard/>"), null)),
                        logged("join", juliet, null));
        fixture().commit(new RoomDeleted(garden));
        assertThat(get(rooms().find(garden))).isEmpty();
        assertThat(get(fixture().store().vcards().find(garden))).isEmpty();
        assertThat(get(rooms().log(garden, 0, 10))).hasSize(1);
        fixture().commit(new RoomSaved(room(garden, null)));
        assertThat(get(rooms().find(garden)).orElseThrow().affiliations()).isEmpty();
    }

    private RoomLogged logged(String kind, BareJid who, @Nullable String detail) {
        return new RoomLogged(new ArchiveSlot(), garden, kind, who, "Nick", detail);
    }

    private RoomLogged visit(String kind, BareJid room, String resource) {
        return new RoomLogged(
                new ArchiveSlot(), room, kind, juliet.withResource(resource), "Juliet", null);
    }

    @Test
    void the_last_visits_of_an_account_are_known() {
        BareJid orchard = at("orchard", service);
        RoomLogged joined = visit(RoomLogged.JOIN, garden, "laptop");
        RoomLogged elsewhere = visit(RoomLogged.JOIN, at("a", "conference.other." + domain), "pc");
        RoomLogged orchards = visit(RoomLogged.JOIN, orchard, "phone");
        RoomLogged left = visit(RoomLogged.LEAVE, garden, "phone");
        fixture().commit(joined, elsewhere, orchards, logged("nick", juliet, "Jule"), left);
        fixture().commit(logged(RoomLogged.JOIN, tybalt, null));
        assertThat(get(rooms().lastVisits(juliet, service, 9)))
                .containsExactly(
                        new RoomVisit(garden, left.slot().id()),
                        new RoomVisit(orchard, orchards.slot().id()));
        assertThat(get(rooms().lastVisits(juliet, service, 1)))
                .containsExactly(new RoomVisit(garden, left.slot().id()));
        fixture().commit(new RoomDeleted(garden));
        assertThat(get(rooms().lastVisits(juliet, service, 9)))
                .containsExactly(new RoomVisit(orchard, orchards.slot().id()));
        assertThat(get(rooms().lastVisits(tybalt, service, 9))).isEmpty();
        fixture().commit(new AccountDeleted(juliet));
        assertThat(get(rooms().lastVisits(juliet, service, 9))).isEmpty();
    }

    @Test
    void the_log_is_read_from_either_end() {
        List<RoomLogEntry> written = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            RoomLogged one = logged("nick", tybalt, i == 2 ? null : "to " + i);
            fixture().commit(one);
            written.add(new RoomLogEntry(one.slot().id(), "nick", tybalt, "Nick", one.detail()));
        }
        assertThat(get(rooms().log(garden, 0, 3))).isEqualTo(written.subList(0, 3));
        assertThat(get(rooms().log(garden, written.get(2).id(), 9)))
                .isEqualTo(written.subList(3, 5));
        assertThat(get(rooms().lastLogged(garden, 2))).isEqualTo(written.subList(3, 5));
        assertThat(get(rooms().lastLogged(at("orchard", service), 2))).isEmpty();
    }
}
