package io.compuerta.policy.calibrate;

import java.time.LocalDate;
import java.util.Objects;

/**
 * One tenant's calibration, with what it was made of.
 *
 * @param scorer {@link io.compuerta.policy.signal.complexity.ComplexityScorer#version} of the scores it corrects
 * @param fitted the day it was made
 * @param from   day of the oldest rated request
 * @param to     day of the newest
 * @param rated  how many requests
 * @param before of the shipped scores, on these requests
 * @param after  of corrected scores, cross-validated
 */
public record TenantCalibration(
        PlattCurve curve,
        String scorer,
        LocalDate fitted,
        LocalDate from,
        LocalDate to,
        int rated,
        Fit before,
        Fit after) {

    public TenantCalibration {
        Objects.requireNonNull(curve, "curve");
        Objects.requireNonNull(scorer, "scorer");
    }

    /** For people: {@code slope 0.83, intercept +0.41, 512 rated requests, fitted 2026-11-22}. */
    @Override
    public String toString() {
        return String.format(
                java.util.Locale.ROOT,
                "slope %.2f, intercept %+.2f, %d rated requests, fitted %s",
                curve.slope(),
                curve.intercept(),
                rated,
                fitted);
    }
}
