#include "evaluation/realised.h"

#include <map>

#include "calibration/fund_history.h"

namespace ebbtide {

struct RealisedHistory::Data {
  HistoryView view;
  // Reconstructed AUM by week: the total under an empty key, members under their margin keys. Observed cells only.
  std::map<std::pair<SeriesKey, Date>, double> reconstructed;

  std::optional<double> flow(const SeriesKey& key, Date week_end) const {
    const auto figure = view.flow(key, week_end);
    return figure ? std::optional(figure->value_musd) : std::nullopt;
  }

  std::optional<double> aum(const SeriesKey& key, Date week_end) const {
    if (view.universe().cells_observed) {
      const auto found = reconstructed.find({key, week_end});
      return found == reconstructed.end() ? std::nullopt : std::optional(found->second);
    }
    const auto figure = view.aum(key, week_end);
    return figure ? std::optional(figure->value_musd) : std::nullopt;
  }

  std::optional<double> value(const Series& series, Date week_one, int week) const {
    const Date week_end = add_weeks(week_one, week);
    switch (series.target) {
      case Target::net_flow:
        return flow(series.key, week_end);
      case Target::cumulative_net_flow: {
        double sum = 0.0;
        for (int earlier = 0; earlier <= week; ++earlier) {
          const auto part = flow(series.key, add_weeks(week_one, earlier));
          if (!part) return std::nullopt;
          sum += *part;
        }
        return sum;
      }
      case Target::net_flow_pct_aum: {
        const auto usd = flow(series.key, week_end);
        const auto opening = aum(series.key, add_weeks(week_end, -1));
        if (!usd || !opening || *opening <= 0.0) return std::nullopt;
        return 100.0 * *usd / *opening;
      }
      case Target::aum:
        return aum(series.key, week_end);
      case Target::market_effect: {
        const auto usd = flow(series.key, week_end);
        const auto opening = aum(series.key, add_weeks(week_end, -1));
        const auto closing = aum(series.key, week_end);
        if (!usd || !opening || !closing) return std::nullopt;
        return *closing - *opening - *usd;
      }
      case Target::factor:
      case Target::return_: {
        const auto variable = view.market().index_of(series.name);
        return variable ? view.displayed(*variable, week_end) : std::nullopt;
      }
      case Target::condition:
        return std::nullopt;
    }
    return std::nullopt;
  }
};

RealisedHistory::RealisedHistory(const History& history) {
  auto data = std::make_shared<Data>(Data{history.complete(), {}});
  if (data->view.universe().cells_observed) {
    const FundHistory funds = build_fund_history(data->view);
    for (std::size_t t = 0; t < funds.weeks.size(); ++t) {
      data->reconstructed[{SeriesKey{}, funds.week_end(t)}] = funds.weeks[t].aum.mean_musd;
      for (const MemberHistory& member : funds.members) {
        data->reconstructed[{margin_key(member.member.dimension, member.member.name), funds.week_end(t)}] =
            member.aum_musd[t];
      }
    }
  }
  data_ = std::move(data);
}

RealisedLookup RealisedHistory::lookup(Date week_one) const {
  return [data = data_, week_one](const Series& series, int week) { return data->value(series, week_one, week); };
}

}  // namespace ebbtide
