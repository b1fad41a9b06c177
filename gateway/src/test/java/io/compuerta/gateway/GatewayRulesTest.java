package io.compuerta.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.compuerta.gateway.dispatch.premium.ChatProvider;
import io.compuerta.gateway.edge.ErrorBodies;
import io.compuerta.gateway.egress.EgressGate;
import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.ChatCall;
import io.compuerta.gateway.pipeline.InspectedCall;
import io.compuerta.gateway.pipeline.OutgoingCall;
import io.compuerta.gateway.pipeline.RoutedCall;
import io.compuerta.gateway.privacy.Vault;
import java.util.List;

/** What ARCHITECTURE promises of this module. */
@AnalyzeClasses(packages = "io.compuerta.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class GatewayRulesTest {

    @ArchTest
    static final ArchRule nativeCodeIsTheEnginesBusiness =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("ai.djl..", "java.lang.foreign..");

    @ArchTest
    static final ArchRule onlyTheLocalDispatchKnowsTheLlamaBinding = noClasses()
            .that()
            .resideOutsideOfPackages("io.compuerta.gateway.dispatch.local..", "io.compuerta.gateway.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.compuerta.engine.llama..");

    /** Text that was not anonymized cannot be sent out, because what sends cannot see it. */
    @ArchTest
    static final ArchRule premiumProvidersNeverSeeTheOriginals = noClasses()
            .that()
            .resideInAPackage("io.compuerta.gateway.dispatch.premium..")
            .should()
            .callMethod(OutgoingCall.class, "routed")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(ChatCall.class, InspectedCall.class, AnonymizedCall.class, RoutedCall.class, Vault.class);

    /** Nothing leaves unseen and unrecorded. */
    @ArchTest
    static final ArchRule providersSendWhatPassedTheGate = classes()
            .that()
            .implement(ChatProvider.class)
            .and()
            .doNotHaveSimpleName("GuardedProvider")
            .should()
            .callMethod(EgressGate.Exit.class, "pass", OutgoingCall.class, byte[].class);

    /** A dialect finds words and has no way out of its own. */
    @ArchTest
    static final ArchRule dialectsSendNothing = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.compuerta.gateway.dispatch.premium.openai..",
                    "io.compuerta.gateway.dispatch.premium.anthropic..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.web.reactive..", "reactor.netty..", "java.net.http..");

    @ArchTest
    static final ArchRule onlyThePrivacyStageAnonymizes = noClasses()
            .that()
            .resideOutsideOfPackage("io.compuerta.gateway.privacy..")
            .should()
            .callConstructor(
                    AnonymizedCall.class,
                    InspectedCall.class,
                    io.compuerta.gateway.pipeline.ChatRequest.class,
                    Vault.class,
                    java.util.Set.class,
                    io.compuerta.policy.decide.Placement.class);

    @ArchTest
    static final ArchRule onlyTheEdgeWritesErrors = classes()
            .that()
            .belongToAnyOf(ErrorBodies.class)
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("io.compuerta.gateway.edge..");

    @ArchTest
    static final ArchRule onlyTheEdgeKnowsTheWeb = noClasses()
            .that()
            .resideOutsideOfPackages("io.compuerta.gateway.edge..", "io.compuerta.gateway.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.web.server..", "org.springframework.http.server..");

    @ArchTest
    static final ArchRule thereAreNoControllers = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.stereotype..", "org.springframework.web.bind.annotation..");

    /** The pipeline is where everything meets; apart from that, the stages that work do not know the edge. */
    @ArchTest
    static final ArchRule stagesDoNotKnowTheEdge = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.compuerta.gateway.auth..",
                    "io.compuerta.gateway.limit..",
                    "io.compuerta.gateway.firewall..",
                    "io.compuerta.gateway.privacy..",
                    "io.compuerta.gateway.cache..",
                    "io.compuerta.gateway.output..",
                    "io.compuerta.gateway.classify..",
                    "io.compuerta.gateway.decide..",
                    "io.compuerta.gateway.egress..",
                    "io.compuerta.gateway.subject..",
                    "io.compuerta.gateway.dispatch.local..",
                    "io.compuerta.gateway.dispatch.premium..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.compuerta.gateway.edge..", "io.compuerta.gateway.cli..");

    /** Guards the rules above against a class path on which they would look at nothing. */
    @ArchTest
    static void seesTheModule(JavaClasses classes) {
        List<String> names = classes.stream().map(JavaClass::getSimpleName).toList();

        assertThat(names).contains("ChatPipeline", "HttpProvider", "ErrorBodies", "AnswerCache");
    }
}
