#include "model/conditioner.h"

#include <cmath>

#include "core/error.h"

namespace ebbtide {
namespace {

// How the pins bind the shocks: a row x of shock weights becomes x (I - N' B C M) given them.
struct Pinning {
  Matrix shocks;    // C M
  Matrix delivery;  // N: C M on the shocks that may deliver
  Matrix solve;     // B = (C M N')^-1

  Matrix remainder(const Matrix& rows) const { return rows - ((rows * delivery.transpose()) * solve) * shocks; }
  Matrix adjoint_remainder(const Matrix& rows) const {
    return rows - ((rows * shocks.transpose()) * solve.transpose()) * delivery;
  }
  Matrix response(const Matrix& rows) const { return (rows * delivery.transpose()) * solve; }
};

Matrix inverse_of_covariance(const Matrix& covariance) {
  const Eigen::LLT<Matrix> factor(covariance);
  if (factor.info() != Eigen::Success) {
    throw NumericalError("the conditions' covariance is not positive definite for a parameter draw");
  }
  return factor.solve(Matrix::Identity(covariance.rows(), covariance.cols()));
}

Pinning make_pinning(const MarketTheta& theta, const Matrix& volatility, const ConditionRows& rows) {
  Pinning pinning;
  pinning.shocks = shock_weights(theta, volatility, rows.pins);
  if (rows.delivery.size() == 0) {
    pinning.delivery = pinning.shocks;
    pinning.solve = inverse_of_covariance(pinning.shocks * pinning.shocks.transpose());
    return pinning;
  }
  pinning.delivery = pinning.shocks.cwiseProduct(rows.delivery);
  const Eigen::FullPivLU<Matrix> factor(pinning.shocks * pinning.delivery.transpose());
  if (!factor.isInvertible()) throw NumericalError("the drivers cannot deliver the conditions for a parameter draw");
  pinning.solve = factor.inverse();
  return pinning;
}

}  // namespace

Conditioning condition(const MarketTheta& theta, const Matrix& volatility, const ConditionRows& rows) {
  const Pinning pins = make_pinning(theta, volatility, rows);
  Conditioning result;
  const Matrix delivered = pins.solve.transpose() * pins.delivery;  // (N' B)'
  result.pin_gain = shock_response(theta, volatility, delivered);
  const bool by_all = rows.delivery.size() == 0;  // then N' B has the square B
  const Eigen::LLT<Matrix> root(by_all ? pins.solve : Matrix(delivered * delivered.transpose()));
  result.pin_root = root.matrixU();
  Matrix sightings;  // shock weights of the rotated sightings given the pins
  if (rows.sightings.rows() > 0) {
    const Matrix raw = shock_weights(theta, volatility, rows.sightings);
    const Eigen::LLT<Matrix> noise(rows.noise * rows.noise.transpose());
    if (noise.info() != Eigen::Success) throw NumericalError("sightings without independent errors");
    const Matrix white = noise.matrixL().solve(pins.remainder(raw));
    const Eigen::SelfAdjointEigenSolver<Matrix> axes(white * white.transpose());
    result.strength = axes.eigenvalues().cwiseMax(0.0);
    const Matrix turn = axes.eigenvectors().transpose();
    result.rotation = turn * noise.matrixL().solve(Matrix::Identity(raw.rows(), raw.rows()));
    result.noise = result.rotation * rows.noise;
    result.of_pins = result.rotation * pins.response(raw);
    sightings = turn * white;
    result.gain = shock_response(theta, volatility, pins.adjoint_remainder(sightings));
  }
  if (rows.bounds.rows() > 0) {
    const Matrix raw = shock_weights(theta, volatility, rows.bounds);
    const Matrix bounds = pins.remainder(raw);
    result.bound_covariance = bounds * bounds.transpose();
    result.bound_of_pins = pins.response(raw);
    result.bound_gain = shock_response(theta, volatility, pins.adjoint_remainder(bounds));
    if (sightings.size() > 0) result.bound_of_sightings = bounds * sightings.transpose();
  }
  return result;
}

}  // namespace ebbtide
