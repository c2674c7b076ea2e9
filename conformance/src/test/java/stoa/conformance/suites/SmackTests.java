package stoa.conformance.suites;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.igniterealtime.smack.inttest.AbstractSmackIntTest;
import org.igniterealtime.smack.inttest.AbstractSmackIntegrationTest;
import org.igniterealtime.smack.inttest.AbstractSmackLowLevelIntegrationTest;
import org.igniterealtime.smack.inttest.annotations.SmackIntegrationTest;
import org.reflections.Reflections;

/**
 * Which integration tests Smack has, found as its framework finds them, so that a newer Smack's are
 * not missed; and what is to be known of some of them. A test is called by its class' full name, a
 * dot and its method.
 */
final class SmackTests {
    private static final String X = "org.jivesoftware.smackx.";
    private static final String OMEMO =
            "of encryption between clients: needs Signal's library, under the GPL";

    /** What does not run, and why: whole classes, or tests. */
    static final Map<String, String> LEFT_OUT =
            Map.of(
                    X + "filetransfer.FileTransferIntegrationTest.fileTransferTest",
                    "of two clients: XEP-0065 section 5.3.1 leaves to the requester which stream"
                            + " hosts it offers, and Smack offers none at a loopback address",
                    X + "iot.IoTDiscoveryIntegrationTest",
                    "of a registry of things (XEP-0347), which no server of people has",
                    X + "omemo.MessageEncryptionIntegrationTest",
                    OMEMO,
                    X + "omemo.OmemoMamDecryptionTest",
                    OMEMO,
                    X + "omemo.ReadOnlyDeviceIntegrationTest",
                    OMEMO,
                    X + "omemo.SessionRenegotiationIntegrationTest",
                    OMEMO);

    /**
     * Classes whose tests change what the common accounts agreed on, and do not wait until all of
     * it has come back. {@code EntityCapsTest} takes both subscriptions back and goes on; whoever
     * comes next finds them in Smack's copy of the roster still, asks for none, and waits for
     * presence or a notification that the server must not send any more (RFC 6121 section 3.2.2,
     * XEP-0163 section 4.1). {@code RosterIntegrationTest} takes for a request what is left of the
     * test before: the {@code unsubscribe} of a removed contact (RFC 6121 section 2.5.2). So each
     * of their tests has accounts of its own.
     */
    static final Set<String> APART =
            Set.of(
                    X + "caps.EntityCapsTest",
                    X + "geolocation.GeolocationIntegrationTest",
                    X + "iot.IoTControlIntegrationTest",
                    X + "iot.IoTDataIntegrationTest",
                    X + "mood.MoodIntegrationTest",
                    X + "softwareInfo.SoftwareInfoIntegrationTest",
                    X + "usertune.UserTuneIntegrationTest",
                    "org.jivesoftware.smack.roster.LowLevelRosterIntegrationTest",
                    "org.jivesoftware.smack.roster.RosterIntegrationTest");

    /**
     * Tests in which two of Smack's own threads race, or one with the clock, whatever the server
     * does: what happens when the wrong one wins. The server is judged by their passing once.
     */
    static final Map<String, String> RACES =
            Map.of(
                    "org.jivesoftware.smack.roster.LowLevelRosterIntegrationTest"
                            + ".testPresenceEventListenersOffline",
                    "it disconnects while the reader still answers a roster push; the answer stays"
                            + " queued and is written into the next stream, before its header"
                            + " (invalid-namespace) or before signing in (not-authorized)",
                    "org.jivesoftware.smack.c2s"
                            + ".ModularXmppClientToServerConnectionLowLevelIntegrationTest"
                            + ".testDisconnectAfterConnect",
                    "at the end of a turn the selector's thread sets what to wait for to what it"
                            + " found before it gave the lock away; what a task of the TLS"
                            + " handshake asked for in between is lost, and nobody writes",
                    "org.jivesoftware.smack.ChatTest.testProperties",
                    "it waits two seconds for a message, in which a busy machine may do nothing",
                    X + "muc.MultiUserChatOccupantIntegrationTest.mucLeaveTest",
                    "leave() returns when the presence has come; its listener then waits in"
                            + " userHasLeft() for the lock that join() holds already, and the"
                            + " thread that reads waits for the listener: join() hears nothing",
                    X
                            + "muc.MultiUserChatRolesAffiliationsPrivilegesIntegrationTest"
                            + ".mucTestPersistentAffiliation",
                    "the same: both leave, and join again",
                    X + "muc.MultiUserChatOccupantIntegrationTest.mucMaxUsersLimitJoinRoomTest",
                    "join() throws when the error has come and takes the listener away that the"
                            + " test then waits for; the reader looks for listeners after that",
                    X + "muc.MultiUserChatOccupantIntegrationTest.mucChangeNicknameInformationTest",
                    "join() returns before its presence has reached all listeners; the test adds"
                            + " one and counts that presence as one of four",
                    X + "muc.MultiUserChatOccupantIntegrationTest.mucJoinPresenceInformationTest",
                    "join() returns when its own presence was read; the map of occupants has it"
                            + " when the listeners' thread has come to it, and is counted at once");

    private SmackTests() {}

    /** All tests of all classes there are. */
    static Set<String> all() {
        Reflections found =
                new Reflections(
                        "org.jivesoftware.smackx",
                        "org.jivesoftware.smack",
                        "org.igniterealtime.smackx",
                        "org.igniterealtime.smack");
        return Stream.concat(
                        found.getSubTypesOf(AbstractSmackIntegrationTest.class).stream(),
                        found.getSubTypesOf(AbstractSmackLowLevelIntegrationTest.class).stream())
                .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                .flatMap(SmackTests::of)
                .map(SmackTests::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Method> of(Class<? extends AbstractSmackIntTest> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.isAnnotationPresent(SmackIntegrationTest.class));
    }

    static String name(Method test) {
        return test.getDeclaringClass().getName() + "." + test.getName();
    }

    static String classOf(String test) {
        return test.substring(0, test.lastIndexOf('.'));
    }

    static boolean isLeftOut(String test) {
        return LEFT_OUT.containsKey(test) || LEFT_OUT.containsKey(classOf(test));
    }
}
