#include "scenario/parse_views.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/format.h"
#include "scenario/bounds.h"
#include "scenario/parse_events.h"
#include "scenario/pinned_quantity.h"
#include "scenario/quantity_target.h"
#include "scenario/values.h"

namespace ebbtide {
namespace {

struct ViewKey {
  std::string_view key;
  ViewKind kind;
  bool has_level;
};
constexpr auto kViews = std::to_array<ViewKey>({
    {"probability of", ViewKind::probability, false},
    {"mean of", ViewKind::mean, false},
    {"quantile of", ViewKind::quantile, true},
    {"shortfall of", ViewKind::shortfall, true},
});

// The week of a value, or the weeks that a minimum or maximum is taken over.
bool parse_when(const Fields& fields, Event& quantity, const ParseContext& context) {
  Reporter& reporter = context.reporter;
  const bool extreme = fields.entry("weeks") != nullptr || fields.entry("statistic") != nullptr;
  if (!extreme && fields.entry("week") == nullptr) {
    reporter.error(fields.node().where, "missing-key", "it is not said when the quantity is looked at",
                   "the key 'week', or 'weeks' with 'statistic'");
    return false;
  }
  if (extreme)
    forbid(fields, {"week"}, "'weeks' or 'statistic'", "'week' alone, or 'weeks' with 'statistic'", reporter);
  for (const char* key : {"weeks", "statistic"}) {
    if (!extreme || fields.entry(key) != nullptr) continue;
    reporter.error(fields.node().where, "missing-key", format("a quantity over several weeks needs the key '{}'", key),
                   "weeks: 1-8 with statistic: min or max");
  }
  const YamlNode* node = fields.get(extreme ? "weeks" : "week");
  std::optional<WeekRange> weeks;
  if (node && extreme) weeks = read_week_range(*node, context.horizon_weeks, reporter);
  if (node && !extreme) weeks = read_week(*node, context.horizon_weeks, reporter);
  const auto statistic = read_choice(fields, Section::quantity, "statistic", reporter);
  if (!weeks || (extreme && (!statistic || fields.entry("week") != nullptr))) return false;
  quantity.weeks = *weeks;
  if (statistic) quantity.statistic = *statistic == "min" ? EventStatistic::minimum : EventStatistic::maximum;
  return true;
}

std::optional<QuantityTarget> parse_quantity_map(const YamlNode& map, const ParseContext& context) {
  const Fields fields(map, Section::quantity, context.reporter);
  const YamlEntry* on = exactly_one(fields, {"flow", "cumulative_flow", "net_flow_pct_aum", "aum", "factor"},
                                    "what the view is on", context.reporter);
  std::optional<QuantityTarget> target;
  if (on != nullptr) target = parse_target(*on, fields, context);
  Event when;
  if (!parse_when(fields, when, context) || !target) return std::nullopt;
  target->quantity.weeks = when.weeks;
  target->quantity.statistic = when.statistic;
  target->label += ", " + weeks_text(when.weeks);
  if (when.statistic == EventStatistic::minimum) target->label += " minimum";
  if (when.statistic == EventStatistic::maximum) target->label += " maximum";
  target->quantity.where = map.where;
  return target;
}

// A share of the paths, as a fraction; the ends cannot be reached by reweighting.
std::optional<double> parse_level(const Fields& fields, const ViewKey& view, Reporter& reporter) {
  if (!view.has_level) {
    forbid(fields, {"level"}, format("'{}'", view.key), "'level' with 'quantile of' or 'shortfall of'", reporter);
    return 0.0;
  }
  if (fields.entry("level") == nullptr) {
    reporter.error(fields.node().where, "missing-key", format("'{}' needs the key 'level'", view.key),
                   "the share of the paths, such as 5 %");
  }
  const YamlNode* node = fields.get("level");
  std::optional<Quantity> level;
  if (node) level = read_quantity(*node, Unit::percent, "'level'", reporter);
  if (!level) return std::nullopt;
  if (level->value > 0.0 && level->value < 100.0) return level->value / 100.0;
  reporter.error(node->where, "out-of-range", format("'level' is '{}'", node->text),
                 "more than 0 % and less than 100 %");
  return std::nullopt;
}

bool check_probability(const Quantity& level, const YamlNode& node, bool may_be_end, Reporter& reporter) {
  const bool inside = level.value > 0.0 && level.value < 100.0;
  const bool end = level.value == 0.0 || level.value == 100.0;
  if (inside || (end && may_be_end)) return true;
  reporter.error(node.where, "out-of-range", format("the probability is '{}'", node.text),
                 may_be_end ? "0 % to 100 %" : "more than 0 % and less than 100 %",
                 end ? "to shut paths out, bound the quantity under 'conditions'" : "");
  return false;
}

std::optional<Event> parse_view_event(const YamlNode& node, const std::vector<Event>& events,
                                      const std::vector<std::string>& event_names, const ParseContext& context) {
  if (node.is_map()) return parse_event(node, context);
  if (!is_known_event(node, event_names, context.reporter)) return std::nullopt;
  const auto found =
      std::find_if(events.begin(), events.end(), [&](const Event& event) { return event.name == node.text; });
  return found == events.end() ? std::nullopt : std::optional(*found);
}

void set_bounds(View& view, const Bounds& bounds) {
  view.at_least = bounds.at_least;
  view.at_most = bounds.at_most;
  view.text += ": " + bounds.text;
}

std::optional<View> parse_probability(const Fields& fields, const YamlEntry& form, const std::optional<Event>& event,
                                      Reporter& reporter) {
  const LevelCheck check = [&](const Quantity& level, const YamlNode& node) {
    return check_probability(level, node, form.key == "between", reporter);
  };
  auto bounds = parse_bounds(form, fields, Unit::percent, "the probability", check, reporter);
  if (!bounds || !event) return std::nullopt;
  for (auto* bound : {&bounds->at_least, &bounds->at_most}) {
    if (*bound) **bound /= 100.0;
  }
  View view;
  view.kind = ViewKind::probability;
  view.quantity = *event;
  view.text = format("probability of {}", event->name.empty() ? event->text : event->name);
  set_bounds(view, *bounds);
  return view;
}

// False, after a report, for what has no counterpart on the variable: its highest paths are no shortfall, and the mean
// of a percent change does not give that of its inverse.
bool apply_alias(View& view, const QuantityTarget& target, const YamlNode& where, Reporter& reporter) {
  if (target.sign > 0.0) return true;
  const bool mean_of_percent = view.kind == ViewKind::mean && view.unit == Unit::percent;
  if (view.kind == ViewKind::shortfall || mean_of_percent) {
    reporter.error(where.where, "not-supported-yet", "this view on an alias of opposite sign is not supported yet",
                   format("a view on '{}' itself", view.quantity.variable));
    return false;
  }
  view.quantity.statistic = mirrored_statistic(view.quantity.statistic);
  if (view.kind == ViewKind::quantile) view.tail = 1.0 - view.tail;
  std::swap(view.at_least, view.at_most);
  for (auto* bound : {&view.at_least, &view.at_most}) {
    if (*bound) **bound = mirrored_level(**bound, view.unit);
  }
  return true;
}

std::string statistic_text(const ViewKey& key, const Fields& fields, const std::string& label) {
  const YamlNode* level = fields.get("level");
  if (key.kind == ViewKind::quantile) return format("{} quantile of {}", level->text, label);
  if (key.kind == ViewKind::shortfall) return format("mean of the lowest {} of {}", level->text, label);
  return format("mean of {}", label);
}

std::optional<View> parse_statistic(const Fields& fields, const ViewKey& key, const YamlEntry& form,
                                    const YamlNode& map, const ParseContext& context) {
  Reporter& reporter = context.reporter;
  const auto target = parse_quantity_map(map, context);
  const auto tail = parse_level(fields, key, reporter);
  if (!target) return std::nullopt;
  const LevelCheck check = [&](const Quantity& level, const YamlNode& node) {
    return check_level(*target, level, node, "the value", reporter);
  };
  const auto bounds = parse_bounds(form, fields, target->unit, "the value", check, reporter);
  if (!bounds || !tail) return std::nullopt;
  View view;
  view.kind = key.kind;
  view.quantity = target->quantity;
  view.tail = *tail;
  view.unit = target->unit;
  view.text = statistic_text(key, fields, target->label);
  set_bounds(view, *bounds);
  if (!apply_alias(view, *target, map, reporter)) return std::nullopt;
  return view;
}

std::optional<View> parse_view(const YamlNode& node, const std::vector<Event>& events,
                               const std::vector<std::string>& event_names, const ParseContext& context) {
  Reporter& reporter = context.reporter;
  const Fields fields(node, Section::view, reporter);
  if (!node.is_map()) return std::nullopt;
  const YamlEntry* on = exactly_one(fields, {"probability of", "mean of", "quantile of", "shortfall of"},
                                    "what the view is on", reporter);
  const YamlEntry* form = exactly_one(fields, {"is", "at most", "at least", "between"}, "what is held of it", reporter);
  const YamlNode* of = on ? fields.get(on->key) : nullptr;
  if (of == nullptr) return std::nullopt;
  const ViewKey& key =
      *std::find_if(kViews.begin(), kViews.end(), [&](const ViewKey& candidate) { return candidate.key == on->key; });
  std::optional<View> view;
  if (key.kind == ViewKind::probability) {
    parse_level(fields, key, reporter);
    const auto event = parse_view_event(*of, events, event_names, context);
    if (form) view = parse_probability(fields, *form, event, reporter);
  } else if (form) {
    view = parse_statistic(fields, key, *form, *of, context);
  }
  if (view) view->where = node.where;
  return view;
}

}  // namespace

std::vector<View> parse_views(const YamlNode& list, const std::vector<Event>& events,
                              const std::vector<std::string>& event_names, const ParseContext& context) {
  std::vector<View> views;
  for (const YamlNode& item : list.items) {
    if (auto view = parse_view(item, events, event_names, context)) views.push_back(std::move(*view));
  }
  report_repeated_views(views, context.reporter);
  return views;
}

}  // namespace ebbtide
