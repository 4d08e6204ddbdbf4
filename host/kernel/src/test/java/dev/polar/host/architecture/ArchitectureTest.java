package dev.polar.host.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.polar.host.gate.Gate;
import dev.polar.runtime.Generation;
import dev.polar.spi.Plugin;
import dev.polar.spi.ToolHandler;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house has rooms in an order; each rule holds for the house and is broken by a fixture made to break it. */
class ArchitectureTest {
    /** Packages of the kernel in import order: each sees only those before it. */
    private static final List<String> LAYERS = List.of(
            "store",
            "audit",
            "witness",
            "floor",
            "node",
            "consent",
            "retention",
            "opening",
            "revocation",
            "catalog",
            "session",
            "egress",
            "broker",
            "snapshot",
            "policy",
            "limits",
            "approval",
            "replay",
            "gate",
            "offer",
            "lifecycle",
            "sink",
            "importing",
            "backup",
            "http",
            "work",
            "channel",
            "oauth",
            "endpoint",
            "admin");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.polar");

    record Law(String name, ArchRule rule, Class<?> guilty) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Law> laws() {
        return Stream.of(
                new Law(
                        "the kernel's packages see only those before them",
                        classes().should(seeOnlyEarlierRooms()),
                        dev.polar.host.store.GuiltyOfLookingUp.class),
                new Law(
                        "the SPI needs java.base only",
                        noClasses()
                                .that()
                                .resideInAPackage("dev.polar.spi..")
                                .should()
                                .dependOnClassesThat()
                                .resideOutsideOfPackages(
                                        "dev.polar.spi..",
                                        "java.lang..",
                                        "java.util..",
                                        "java.time..",
                                        "java.net",
                                        "org.jspecify.."),
                        dev.polar.spi.GuiltyOfSql.class),
                new Law(
                        "OSGi stays in its runtime",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("dev.polar.runtime.osgi..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("org.osgi..", "org.apache.felix.."),
                        GuiltyOfOsgi.class),
                new Law(
                        "PF4J stays in its runtime",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("dev.polar.runtime.pf4j..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.pf4j.."),
                        GuiltyOfPf4j.class),
                new Law(
                        "SQL stays in store and in tables",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("dev.polar.host.store..")
                                .and(namedNeitherTableNorInsideOne())
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.jdbi.."),
                        dev.polar.host.catalog.GuiltyOfSql.class),
                new Law(
                        "plugin objects are touched by generations alone",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("dev.polar.runtime..")
                                .and()
                                .resideOutsideOfPackage("dev.polar.plugins..")
                                .should()
                                .callMethodWhere(calls(Plugin.class).or(calls(ToolHandler.class))),
                        GuiltyOfTouching.class),
                new Law(
                        "the gate alone invokes",
                        noClasses()
                                .that()
                                .doNotBelongToAnyOf(Gate.class)
                                .should()
                                .callMethodWhere(calls(Generation.class, "invoke")),
                        GuiltyOfInvoking.class),
                new Law(
                        "settings alone read the environment",
                        noClasses()
                                .that()
                                .haveSimpleNameNotContaining("Settings")
                                .should()
                                .callMethodWhere(calls(System.class, "getenv")),
                        GuiltyOfReadingTheEnvironment.class));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void the_house_keeps(Law law) {
        law.rule().check(HOUSE);
    }

    @ParameterizedTest
    @MethodSource("laws")
    void the_guilty_fixture_breaks(Law law) {
        var guilty = new ClassFileImporter().importClasses(law.guilty());
        assertTrue(law.rule().evaluate(guilty).hasViolation(), () -> law.guilty() + " gets away with it");
    }

    private static DescribedPredicate<JavaMethodCall> calls(Class<?> owner, String... methods) {
        return DescribedPredicate.describe(
                "calls " + owner.getSimpleName() + List.of(methods),
                call -> call.getTargetOwner().isAssignableTo(owner)
                        && (methods.length == 0 || List.of(methods).contains(call.getName())));
    }

    private static DescribedPredicate<JavaClass> namedNeitherTableNorInsideOne() {
        return DescribedPredicate.describe(
                "are no tables",
                type -> !type.getName().replaceFirst("\\$.*", "").endsWith("Table"));
    }

    private static ArchCondition<JavaClass> seeOnlyEarlierRooms() {
        return new ArchCondition<>("see only rooms before their own") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                int own = room(type);
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> own >= 0 && own < room(dependency.getTargetClass()))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
        };
    }

    /** The position of a class's package; the hall, where everything is wired, comes last; other houses have none. */
    private static int room(JavaClass type) {
        var name = type.getPackageName();
        if (name.equals("dev.polar.host")) {
            return LAYERS.size();
        }
        return name.startsWith("dev.polar.host.")
                ? LAYERS.indexOf(name.substring("dev.polar.host.".length()).replaceFirst("\\..*", ""))
                : -1;
    }
}
