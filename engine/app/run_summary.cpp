#include "app/run_summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/condition_summary.h"
#include "app/nowcast_text.h"
#include "core/format.h"
#include "evaluation/assumptions_table.h"
#include "evaluation/tabulate.h"

namespace ebbtide {
namespace {

std::string signed_text(double value, int decimals) {
  const std::string text = fixed_text(value, decimals, true);
  return value > 0.0 ? "+" + text : text;
}

// Differences are shown to the first digit of their standard error.
int decimals_for(double standard_error) {
  return standard_error >= 1.0 ? 0 : standard_error >= 0.1 ? 1 : 2;
}

std::string unit_label(Unit unit) {
  return unit == Unit::million_usd ? "m USD" : std::string(unit_text(unit));
}

// In what AUM is shown, and with how many digits flows and parts of AUM are: a family of funds is smaller than the
// world.
struct Size {
  double aum_scale = 1e-3;
  const char* aum_unit = "bn USD";
  int aum_decimals = 1;
  int flow_decimals = 0;
  int part_decimals = 2;
};
constexpr Size kOneFamily{
    .aum_scale = 1.0, .aum_unit = "m USD", .aum_decimals = 0, .flow_decimals = 1, .part_decimals = 1};
constexpr double kOneFamilyMusd = 10000.0;
constexpr std::size_t kMedian = 4;  // of the quantiles of a summary

class Summary {
 public:
  Summary(const ScenarioResult& result, bool color) : result_(result), color_(color) {}

  std::string text() {
    heading();
    conditions();
    weights();
    if (const auto* flow = find(Target::net_flow)) {
      range("net flow, week 1", flow->weeks.front(), 1.0, size().flow_decimals, "m USD", true);
    }
    if (const auto* aum = find(Target::aum)) {
      range(format("AUM, week {}", result_.scenario.horizon_weeks), aum->weeks.back(), size().aum_scale,
            size().aum_decimals, size().aum_unit, false);
    }
    if (!result_.model.calibration->funds) factors();
    differences();
    drivers();
    events();
    if (const std::string paragraph = nowcast_text(result_); !paragraph.empty()) out_ += '\n' + paragraph + '\n';
    return out_;
  }

 private:
  std::string paint(const char* code, const std::string& text) const {
    return color_ ? format("\x1b[{}m{}\x1b[0m", code, text) : text;
  }
  void line(const std::string& label, const std::string& text) { out_ += format("  {:<22}{}\n", label, text); }

  const SeriesResult* find(Target target) const {
    const auto& series = result_.simulation.series;
    const auto found = std::find_if(series.begin(), series.end(), [&](const SeriesResult& each) {
      return each.series.target == target && each.series.key.is_total();
    });
    return found == series.end() ? nullptr : &*found;
  }

  Size size() const {
    const SeriesResult* aum = find(Target::aum);
    const bool small = aum && aum->weeks.back().summary.quantiles[kMedian].value < kOneFamilyMusd;
    return small ? kOneFamily : Size{};
  }

  void heading() {
    const Scenario& scenario = result_.scenario;
    out_ += format("{}  {}\n", paint("1", scenario.name), scenario.title);
    line("", format("{}as of {}, {} weeks from {}, {} paths",
                    scenario.universe.empty() ? std::string() : scenario.universe + ", ", date_text(scenario.as_of),
                    scenario.horizon_weeks, date_text(result_.model.calibration->week_one),
                    fixed_text(static_cast<double>(scenario.paths), 0, true)));
  }

  void conditions() {
    for (const auto& [label, text] : condition_lines(result_)) line(label, text);
    if (const auto& impact = result_.model.price_impact) {
      line("price impact", format("an unexpected flow of 1 % of {} bn USD moves prices by {} % (median, log sd {})",
                                  fixed_text(1e-3 * impact->market_cap_musd, 0, true), number_text(impact->multiplier),
                                  number_text(impact->multiplier_sigma)));
    }
    for (const StatedResponse& response : result_.model.assumptions) line("assumed", response_words(response));
  }

  void weights() {
    if (!result_.simulation.weighting) return;
    const Weighting& weighting = *result_.simulation.weighting;
    for (const ViewResult& view : weighting.views) {
      const double scale = view.view.kind == ViewKind::probability ? 100.0 : 1.0;
      const std::string unit = view.view.kind == ViewKind::probability ? "%" : unit_label(view.view.unit);
      line("view", format("{}: {} {}, without the view {}", view.view.text, fixed_text(scale * view.after, 1, true),
                          unit, fixed_text(scale * view.before, 1, true)));
    }
    std::string text = format("{} paths, {} % of them", fixed_text(weighting.all.effective_sample_size, 0, true),
                              fixed_text(100.0 * weighting.all.effective_share, 1));
    if (!weighting.views.empty())
      text += format("; relative entropy of the views {}", fixed_text(weighting.relative_entropy, 3));
    line("effective sample", text);
  }

  void range(const std::string& label, const SeriesWeek& week, double scale, int decimals, const std::string& unit,
             bool with_sign) {
    const auto& q = week.summary.quantiles;
    const auto show = [&](double value) {
      return with_sign ? signed_text(scale * value, decimals) : fixed_text(scale * value, decimals, true);
    };
    std::string text =
        format("{:>9} {:>9} {:>9}  {} (5, 50, 95 %)", show(q[1].value), show(q[kMedian].value), show(q[7].value), unit);
    if (week.realised) {
      text += format("   came: {}, percentile {}", show(*week.realised), fixed_text(week.percentile, 1));
    }
    line(label, text);
  }

  void factors() {
    for (const SeriesResult& series : result_.simulation.series) {
      if (series.series.target == Target::condition) continue;
      range(format("{}, week 1", series.series.name), series.weeks.front(), 1.0, 2,
            std::string(unit_text(series.series.unit)), true);
    }
  }

  std::string difference(Target target, double scale, const std::string& unit) const {
    for (std::size_t i = 0; i < result_.deltas.size(); ++i) {
      const Series& series = result_.simulation.series[i].series;
      if (series.target != target || !series.key.is_total()) continue;
      const Estimate& delta = result_.deltas[i].back();
      const int decimals = decimals_for(scale * delta.standard_error);
      return format("{} +- {} {}", signed_text(scale * delta.value, decimals),
                    fixed_text(scale * delta.standard_error, decimals, true), unit);
    }
    return "";
  }

  void differences() {
    const std::string flow = difference(Target::cumulative_net_flow, 1.0, "m USD");
    if (flow.empty()) return;
    line(format("against {}", *result_.scenario.baseline),
         format("flow over {} weeks {}, AUM {}", result_.scenario.horizon_weeks, flow,
                difference(Target::aum, size().aum_scale, size().aum_unit)));
  }

  // The largest parts of the difference in AUM by the end of the horizon.
  void drivers() {
    const auto& splits = result_.drivers.splits;
    const auto found = std::find_if(splits.begin(), splits.end(), [&](const DriverSplit& split) {
      const Series& series = result_.simulation.series[split.series].series;
      return series.target == Target::aum && series.key.is_total() && split.week + 1 == result_.scenario.horizon_weeks;
    });
    if (found == splits.end() || found->causes.empty()) return;
    std::vector<std::size_t> order(found->causes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::abs(found->causes[a]) > std::abs(found->causes[b]);
    });
    constexpr std::size_t kShown = 3;
    const Size shown = size();
    std::string text;
    double others = 0.0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const double value = shown.aum_scale * found->causes[order[i]];
      if (i >= kShown) {
        others += value;
      } else {
        text += format("{} ({}), ", signed_text(value, shown.part_decimals), result_.drivers.causes[order[i]].text);
      }
    }
    if (order.size() > kShown) text += format("{} others, ", signed_text(others, shown.part_decimals));
    line("AUM moved by",
         format("{}{} remainder, {}", text, signed_text(shown.aum_scale * found->remainder(), shown.part_decimals),
                shown.aum_unit));
  }

  void events() {
    for (const EventResult& event : result_.simulation.events) {
      const double probability = event.probability.value;
      std::string text = format("{} % +- {}   {}", fixed_text(100.0 * probability, 1),
                                fixed_text(100.0 * event.probability.standard_error, 2), event.event.text);
      if (event.realised) text += *event.realised ? "   came" : "   did not come";
      line(event.event.name, text);
      for (const Threshold& threshold : result_.scenario.thresholds) {
        if (threshold.event != event.event.name) continue;
        const bool holds = threshold_holds(threshold, probability);
        line("", format("{} {} {} %", holds ? paint("32", "\u2713 holds:") : paint("31", "\u2717 broken:"),
                        threshold.at_most ? "at most" : "at least", number_text(100.0 * threshold.probability)));
      }
    }
  }

  const ScenarioResult& result_;
  bool color_;
  std::string out_;
};

}  // namespace

std::string run_summary(const ScenarioResult& result, bool color) {
  return Summary(result, color).text();
}

bool thresholds_hold(const ScenarioResult& result) {
  for (const Threshold& threshold : result.scenario.thresholds) {
    for (const EventResult& event : result.simulation.events) {
      if (event.event.name == threshold.event && !threshold_holds(threshold, event.probability.value)) return false;
    }
  }
  return true;
}

}  // namespace ebbtide
