package org.garner.simulator;

import java.util.List;

/** The words that generated records are made of. The places and bodies are invented; the boxes lie in the North Sea region. */
final class Vocabulary {
    /** What a dataset is about. */
    record Subject(String title, String about, String topic, String theme, List<String> keywords, String format) {}

    /** Where a dataset lies, in degrees. */
    record Region(String name, double west, double east, double south, double north) {}

    /** Who answers for a dataset. */
    record Publisher(String name, String email, String city) {}

    /** Under which terms it may be used. */
    record Licence(String text, String url) {}

    static final List<Subject> SUBJECTS = List.of(
            new Subject(
                    "Flood risk areas",
                    "land that a river or the sea may cover once in a hundred years",
                    "inlandWaters",
                    "Natural risk zones",
                    List.of("flood", "risk", "rivers", "climate adaptation"),
                    "WMS"),
            new Subject(
                    "Bus stops",
                    "every stop of the public bus network with its shelter and kerb height",
                    "transportation",
                    "Transport networks",
                    List.of("bus", "public transport", "stops"),
                    "CSV"),
            new Subject(
                    "Tree register",
                    "trees on public ground with species, girth and year of planting",
                    "environment",
                    "Habitats and biotopes",
                    List.of("trees", "urban green", "species"),
                    "GeoJSON"),
            new Subject(
                    "Air quality measurements",
                    "hourly means of nitrogen dioxide, ozone and fine dust",
                    "environment",
                    "Environmental monitoring facilities",
                    List.of("air quality", "NO2", "ozone", "particulates"),
                    "CSV"),
            new Subject(
                    "Cycle paths",
                    "paths and lanes that are signed for cycling, with surface and width",
                    "transportation",
                    "Transport networks",
                    List.of("cycling", "paths", "mobility"),
                    "WFS"),
            new Subject(
                    "Protected landscapes",
                    "areas that are protected by decree for their scenery",
                    "environment",
                    "Protected sites",
                    List.of("protected areas", "landscape", "conservation"),
                    "WMS"),
            new Subject(
                    "School catchments",
                    "the area from which each primary school takes its pupils",
                    "society",
                    "Utility and governmental services",
                    List.of("schools", "education", "catchment"),
                    "Shapefile"),
            new Subject(
                    "Bedrock geology",
                    "the rock below the loose cover at a scale of 1 to 50,000",
                    "geoscientificInformation",
                    "Geology",
                    List.of("geology", "bedrock", "lithology"),
                    "WMS"),
            new Subject(
                    "Bathing water quality",
                    "samples of bacteria taken weekly in the bathing season",
                    "health",
                    "Environmental monitoring facilities",
                    List.of("bathing water", "health", "beaches"),
                    "CSV"),
            new Subject(
                    "Building footprints",
                    "outlines of all buildings from aerial survey, with height",
                    "structure",
                    "Buildings",
                    List.of("buildings", "footprints", "heights"),
                    "GML"),
            new Subject(
                    "Soil types",
                    "soils by parent material, texture and drainage",
                    "geoscientificInformation",
                    "Soil",
                    List.of("soil", "agriculture", "drainage"),
                    "WFS"),
            new Subject(
                    "Noise map",
                    "modelled day and night levels of road and rail noise",
                    "environment",
                    "Human health and safety",
                    List.of("noise", "roads", "railways"),
                    "WMS"),
            new Subject(
                    "Traffic counts",
                    "vehicles per hour and class at permanent counters",
                    "transportation",
                    "Transport networks",
                    List.of("traffic", "counts", "roads"),
                    "CSV"),
            new Subject(
                    "Election results",
                    "votes by party and polling district",
                    "society",
                    "Statistical units",
                    List.of("elections", "votes", "democracy"),
                    "CSV"),
            new Subject(
                    "Elevation model",
                    "heights of the bare ground in a grid of one metre",
                    "elevation",
                    "Elevation",
                    List.of("elevation", "terrain", "lidar"),
                    "GeoTIFF"),
            new Subject(
                    "Fishing grounds",
                    "where coastal boats fished in each quarter, from their logs",
                    "oceans",
                    "Sea regions",
                    List.of("fisheries", "sea", "vessels"),
                    "GeoJSON"),
            new Subject(
                    "Listed monuments",
                    "buildings and sites that are listed for their history",
                    "society",
                    "Protected sites",
                    List.of("heritage", "monuments", "history"),
                    "WFS"),
            new Subject(
                    "Waste collection calendar",
                    "collection days by street and kind of waste",
                    "utilitiesCommunication",
                    "Utility and governmental services",
                    List.of("waste", "recycling", "calendar"),
                    "JSON"));

    static final List<Region> REGIONS = List.of(
            new Region("Northvale", 4.12, 4.61, 53.02, 53.40), new Region("Saltmarsh Coast", 3.38, 4.05, 51.40, 51.92),
            new Region("Upper Alden", 6.02, 6.74, 52.11, 52.60),
                    new Region("the City of Harrowgate", 4.80, 5.02, 52.29, 52.43),
            new Region("Fenmoor", 0.11, 0.73, 52.35, 52.80), new Region("Kestrel Isles", -3.40, -2.61, 58.70, 59.39),
            new Region("Lower Brook", 5.33, 5.91, 51.55, 51.98),
                    new Region("Westerland Bight", 8.10, 8.66, 54.70, 55.06),
            new Region("Grünau", 9.71, 10.20, 53.48, 53.77), new Region("Ærøsund", 10.20, 10.61, 54.80, 55.01),
            new Region("Montclair-sur-Lys", 2.95, 3.31, 50.55, 50.82),
                    new Region("Oldmere", -1.20, -0.74, 53.60, 53.95));

    static final List<Publisher> PUBLISHERS = List.of(
            new Publisher("Northvale Mapping Agency", "maps@northvale.example", "Northvale"),
            new Publisher("Environment Office of the Saltmarsh Coast", "data@saltmarsh.example", "Eastport"),
            new Publisher("City of Harrowgate, Open Data Team", "opendata@harrowgate.example", "Harrowgate"),
            new Publisher("Geological Survey of the Alden", "survey@alden.example", "Aldenbrück"),
            new Publisher("Kestrel Isles Council", "info@kestrel.example", "Kirkhaven"),
            new Publisher("Institute of Coastal Waters", "waters@coast.example", "Westerland"));

    static final List<Licence> LICENCES = List.of(
            new Licence(
                    "Open Government Licence v3.0",
                    "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
            new Licence(
                    "Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/"),
            new Licence("Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
            new Licence("Datenlizenz Deutschland Namensnennung 2.0", "https://www.govdata.de/dl-de/by-2-0"),
            new Licence("Free for private study; ask the publisher before any other use", ""));

    /** Sentences of no account: the lineage of a record is filled with them until it has its size. */
    static final List<String> STEPS = List.of(
            "Field sheets were scanned at 600 dpi and georeferenced on nine control points each.",
            "Features were digitised by two people independently and the differences settled on the ground.",
            "Gaps at sheet borders were closed where the residual was below half a metre.",
            "Attributes were checked against the register of the previous year; 0.4 percent were corrected.",
            "The geometry was generalised with a tolerance of two metres and tested for self-intersection.",
            "Values below the limit of detection are given as half of that limit and flagged.",
            "Coordinates were transformed from the national grid with the official seven-parameter set.",
            "A sample of two in a hundred features was visited; 98 percent were found as described.");

    private Vocabulary() {}

    static <T> T pick(List<T> from, long number) {
        return from.get((int) Math.floorMod(number, (long) from.size()));
    }
}
