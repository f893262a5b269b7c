package org.garner.tests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls of the house: what the design calls a forbidden edge fails here. */
@AnalyzeClasses(packages = "org.garner", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] WORKERS = {"org.garner.gather..", "org.garner.fetch..", "org.garner.importer.."};

    @ArchTest
    static final ArchRule kafkaIsKnownOnlyWhereOrdersTravel = noClasses()
            .that(not(resideInAnyPackage("org.garner.harvest.order..", "org.garner.embedded..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..");

    @ArchTest
    static final ArchRule solrIsKnownOnlyToTheIndex = noClasses()
            .that(not(resideInAnyPackage("org.garner.catalog.index..", "org.garner.embedded..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.solr..", "org.apache.lucene..");

    @ArchTest
    static final ArchRule batchIsKnownOnlyToControl = noClasses()
            .that(not(resideInAPackage("org.garner.control..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework.batch..");

    /** A room's configuration may hand the connection on; it writes no SQL. */
    @ArchTest
    static final ArchRule sqlIsWrittenOnlyByTheClassesThatOwnTables = noClasses()
            .that(not(resideInAnyPackage(
                            "org.garner.ledger..",
                            "org.garner.catalog.store..",
                            "org.garner.control..",
                            "org.garner.embedded..")
                    .or(simpleNameEndingWith("Configuration"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.springframework.jdbc..");

    @ArchTest
    static final ArchRule theCatalogueModelKnowsTheJdkOnly = classes()
            .that()
            .resideInAPackage("org.garner.catalog")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "org.garner.catalog");

    @ArchTest
    static final ArchRule theGatherWorkerKnowsNoOtherWorker = noClasses()
            .that()
            .resideInAPackage(WORKERS[0])
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WORKERS[1], WORKERS[2], "org.garner.control..", "org.garner.harvesters.*..");

    @ArchTest
    static final ArchRule theFetchWorkerKnowsNoOtherWorker = noClasses()
            .that()
            .resideInAPackage(WORKERS[1])
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WORKERS[0], WORKERS[2], "org.garner.control..", "org.garner.harvesters.*..");

    @ArchTest
    static final ArchRule theImportWorkerKnowsNoOtherWorkerAndNoSourceType = noClasses()
            .that()
            .resideInAPackage(WORKERS[2])
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WORKERS[0], WORKERS[1], "org.garner.control..", "org.garner.harvesters..");

    @ArchTest
    static final ArchRule controlKnowsNoWorkerAndNoSourceType = noClasses()
            .that()
            .resideInAPackage("org.garner.control..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WORKERS[0], WORKERS[1], WORKERS[2], "org.garner.harvesters.*..");

    @ArchTest
    static final ArchRule sourceTypesKnowNeitherEachOtherNorTheLedger =
            slices().matching("org.garner.harvesters.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule sourceTypesKnowNoTables = noClasses()
            .that()
            .resideInAPackage("org.garner.harvesters..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.garner.ledger..", "org.garner.catalog.store..", "org.garner.catalog.index..");

    @ArchTest
    static final ArchRule onlyTheCommandKnowsTheEmbeddedServersAndTheSimulator = noClasses()
            .that(not(resideInAnyPackage(
                    "org.garner",
                    "org.garner.console..",
                    "org.garner.standalone..",
                    "org.garner.embedded..",
                    "org.garner.simulator..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.garner.embedded..", "org.garner.simulator..");

    /** {@code harvest} and {@code harvest.http} count as one: the port names the client, and the client's failures are the port's. */
    @ArchTest
    static final ArchRule roomsDependInOneDirection =
            slices().matching("org.garner.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theCatalogueDependsInOneDirection =
            slices().matching("org.garner.catalog.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule dependenciesComeThroughConstructors = noFields()
            .should()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .orShould()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs =
            noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Util|Utils)$");

    @ArchTest
    static final ArchRule xmlIsReadOnlyByTheParserThatRefusesEntities = noClasses()
            .that(not(simpleName("Xml")))
            .should()
            .callMethodWhere(
                    target(owner(name("javax.xml.stream.XMLInputFactory"))).as("a factory of XML readers is made"))
            .orShould()
            .callMethodWhere(target(owner(name("javax.xml.parsers.DocumentBuilderFactory")))
                    .as("a DOM parser is made"))
            .orShould()
            .callMethodWhere(
                    target(owner(name("javax.xml.parsers.SAXParserFactory"))).as("a SAX parser is made"));

    @ArchTest
    static final ArchRule noCodeIsMadeUpWhileItRuns =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.mockito..", "lombok..");
}
