package stoa.app.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** What other servers had to mend, see docs/developing/security-lessons.md. */
@AnalyzeClasses(packages = "stoa", importOptions = ImportOption.DoNotIncludeTests.class)
class SecurityLessonsTest {
    /** Whatever nobody may guess comes of SecureRandom; nothing else is random here at all. */
    @ArchTest
    static final ArchRule predictable_tokens =
            noClasses()
                    .should()
                    .callConstructor(Random.class)
                    .orShould()
                    .callConstructor(Random.class, long.class)
                    .orShould()
                    .dependOnClassesThat()
                    .belongToAnyOf(SplittableRandom.class, ThreadLocalRandom.class)
                    .orShould()
                    .callMethod(Math.class, "random");
}
