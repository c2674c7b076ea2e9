package stoa.app.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.net.Inet6Address;

/** The arrows of docs/architecture.md: they point one way, and the domains never at each other. */
@AnalyzeClasses(packages = "stoa", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
    private static final String[] DOMAINS = {
        "stoa.accounts..",
        "stoa.rooms..",
        "stoa.pubsub..",
        "stoa.archive..",
        "stoa.search..",
        "stoa.features..",
        "stoa.files.."
    };

    @ArchTest
    static final ArchRule xmpp_knows_nothing_of_ours =
            noClasses()
                    .that()
                    .resideInAPackage("stoa.xmpp..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "stoa.core..",
                            "stoa.store..",
                            "stoa.net..",
                            "stoa.webapi..",
                            "stoa.app..");

    @ArchTest
    static final ArchRule xmpp_does_no_io_and_starts_no_threads =
            noClasses()
                    .that()
                    .resideInAPackage("stoa.xmpp..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                            "java.net..",
                                            "java.nio.file..",
                                            "java.sql..",
                                            "io.netty..",
                                            "io.vertx..")
                                    // Reads an address literal; asks nobody.
                                    .and(not(type(Inet6Address.class))))
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Thread.class);

    @ArchTest
    static final ArchRule core_knows_no_domain_no_sql_no_socket =
            noClasses()
                    .that()
                    .resideInAPackage("stoa.core..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "stoa.store..",
                            "stoa.net..",
                            "stoa.webapi..",
                            "stoa.app..",
                            "stoa.accounts..",
                            "stoa.rooms..",
                            "stoa.pubsub..",
                            "stoa.archive..",
                            "stoa.search..",
                            "stoa.features..",
                            "java.sql..",
                            "io.netty..",
                            "io.vertx..");

    @ArchTest
    static final ArchRule domains_know_no_sql_no_socket_and_no_shell =
            noClasses()
                    .that()
                    .resideInAnyPackage(DOMAINS)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "stoa.store.sql..",
                            "stoa.net..",
                            "stoa.webapi..",
                            "stoa.app..",
                            "java.sql..",
                            "io.vertx..",
                            "io.netty..");

    @ArchTest
    static final ArchRule domains_never_point_at_each_other =
            SlicesRuleDefinition.slices()
                    .matching("stoa.(accounts|rooms|pubsub|archive|search|features|files)..")
                    .should()
                    .notDependOnEachOther();

    @ArchTest
    static final ArchRule stores_know_no_domain =
            noClasses()
                    .that()
                    .resideInAPackage("stoa.store..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "stoa.net..",
                            "stoa.webapi..",
                            "stoa.app..",
                            "stoa.accounts..",
                            "stoa.rooms..",
                            "stoa.pubsub..",
                            "stoa.archive..",
                            "stoa.search..",
                            "stoa.features..");

    @ArchTest
    static final ArchRule the_search_alone_knows_its_index =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("stoa.search..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.lucene..");
}
