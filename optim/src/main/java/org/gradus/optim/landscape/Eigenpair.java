package org.gradus.optim.landscape;

import org.gradus.optim.gradient.ParameterVector;

/**
 * An eigenvalue of a Hessian as a {@link PowerIteration} found it.
 *
 * @param value the curvature along the vector, {@code vᵀHv} for a vector of length 1
 * @param vector the direction, of length 1
 * @param residual {@code ‖Hv − value·v‖}: H has an eigenvalue that is no further than this from the value, rounding aside
 * @param iterations how many products with the Hessian were taken
 * @param converged whether the residual came below the tolerance; if not, the value is a curvature of the loss but perhaps
 *     not the wanted eigenvalue
 */
public record Eigenpair(double value, ParameterVector vector, double residual, int iterations, boolean converged) {}
