package io.compuerta.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.compuerta.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule onlyTheBindingTouchesNativeMemory = noClasses()
            .that()
            .resideOutsideOfPackage("io.compuerta.engine.llama")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule onlyTheEmbedderKnowsDjl = noClasses()
            .that()
            .resideOutsideOfPackage("io.compuerta.engine.djl")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule theInterfaceKnowsNoImplementation = classes()
            .that()
            .resideInAPackage("io.compuerta.engine")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.compuerta.engine", "java..", "reactor.core..", "org.reactivestreams..", "org.jspecify..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.compuerta.engine.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingKnowsTheGateway = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.compuerta.gateway..", "io.compuerta.policy..", "org.springframework..");
}
