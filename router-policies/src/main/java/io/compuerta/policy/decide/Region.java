package io.compuerta.policy.decide;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Regions where data may be: {@code eu}, or a country's two letters (ISO 3166) in lower case. */
public final class Region {

    private static final String UNION = "eu";

    /** So that a provider in Frankfurt may state {@code de} and meet a demand for {@code eu}. */
    private static final Set<String> MEMBERS = Set.of(
            "at", "be", "bg", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu", "ie", "it", "lt", "lu",
            "lv", "mt", "nl", "pl", "pt", "ro", "se", "si", "sk");

    private static final Set<String> COUNTRIES = Arrays.stream(Locale.getISOCountries())
            .map(code -> code.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private Region() {}

    public static boolean isKnown(String region) {
        return region.equals(UNION) || COUNTRIES.contains(region);
    }

    /** What a message says of a region that is not known. */
    public static String unknown(String region) {
        String hint = isKnown(region.toLowerCase(Locale.ROOT)) ? "; write it in lower case" : "";
        return "unknown region '" + region + "'" + (hint.isEmpty() ? "." : hint + ".")
                + " Allowed: eu, and the two letters of a country such as us or es";
    }

    /** Whether everything in the region is in one of those allowed. */
    static boolean isWithin(String region, Set<String> allowed) {
        return allowed.contains(region) || (allowed.contains(UNION) && MEMBERS.contains(region));
    }
}
