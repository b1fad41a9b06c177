package io.compuerta.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;

/** What ARCHITECTURE promises of this module: it decides, and does nothing else. */
@AnalyzeClasses(packages = "io.compuerta.policy", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {

    @ArchTest
    static final ArchRule knowsNoFrameworkAndNoNetwork = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "reactor..",
                    "io.netty..",
                    "java.net.http..",
                    "java.sql..",
                    "ai.djl..",
                    "io.compuerta.engine..",
                    "io.compuerta.gateway..");

    @ArchTest
    static final ArchRule opensNoFile = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                    File.class,
                    Files.class,
                    FileChannel.class,
                    FileInputStream.class,
                    FileReader.class,
                    RandomAccessFile.class);

    @ArchTest
    static final ArchRule readsNoWallClock = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalTime.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callConstructor(Date.class);

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching("io.compuerta.policy.(*)..").should().beFreeOfCycles();

    /** Guards the rules above against a class path on which they would look at nothing. */
    @ArchTest
    static void seesTheModule(JavaClasses classes) {
        List<String> names = classes.stream().map(JavaClass::getSimpleName).toList();

        assertThat(names).contains("PolicySet", "PriceBook", "YamlDocument");
    }
}
