# Forecasts of R's package forecast at the origins of a backtest, scored as the backtest scores its own.
#
#   Rscript forecast_r.R RESULTS SCORES.csv
#
# RESULTS is a folder of `ebbtide backtest --origin-weeks`: origin_weeks.csv holds the past of every origin as it was
# known on its day, and the returns ahead, which only the model with the return reads, in track MP. What came is looked
# up in origins.csv after the forecast, to score it.
#
# auto.arima and ets (additive) of the weekly flow in % of opening AUM; auto.arima with the week's return as regressor.
# Their errors are normal, with the covariance over the horizon that their moving-average weights give; parameters are
# held, as both packages' own intervals hold them. 10,000 draws of the weeks are carried to a flow in USD as the
# backtest's rivals are: AUM moves by flows, and by returns where the track knows them.
#
# Writes rows of scores.csv (crps in % of the AUM at the origin, pit) of the models r_arima, r_ets and r_arima_return, and prints a
# markdown table of the mean CRPS of each, and of skill over it of the backtest's ebbtide, with the standard error of a
# stationary bootstrap of origins in runs of mean length horizon + 3.
suppressPackageStartupMessages(library(forecast))

kDraws <- 10000
kResamples <- 2000

# Weights of past errors in the forecast of each week ahead, first the week's own: 1, psi_1, ...
arima_weights <- function(fit, weeks) {
  # Differencing is an autoregression of its own.
  phi <- c(1, -fit$model$phi)
  if (length(fit$model$Delta) > 0) phi <- convolve(phi, rev(c(1, -fit$model$Delta)), type = "open")
  c(1, ARMAtoMA(ar = -phi[-1], ma = fit$model$theta, lag.max = weeks)[seq_len(weeks - 1)])[seq_len(weeks)]
}

# Of ETS(A,N,N), (A,A,N) and (A,Ad,N): Hyndman, Koehler, Ord and Snyder 2008, chapter 6.
ets_weights <- function(fit, weeks) {
  value <- function(name) if (name %in% names(fit$par)) fit$par[[name]] else 0
  phi <- if ("phi" %in% names(fit$par)) value("phi") else 1
  j <- seq_len(max(weeks - 1, 0))
  c(1, value("alpha") + value("beta") * cumsum(phi^j))[seq_len(weeks)]
}

# Draws x weeks of the flow in %. The weights must give the package's own intervals of every week, but for what its
# filter has not settled of a moving average near the unit circle (largest: 0.6 % of the width, one of 186 fits).
draw_weeks <- function(ahead, weights, variance, normals) {
  mean <- as.numeric(ahead$mean)
  weeks <- length(mean)
  own_sd <- (as.numeric(ahead$upper) - mean) / qnorm(0.975)
  stopifnot(abs(sqrt(variance * cumsum(weights^2)) / own_sd - 1) < 0.02)
  lower <- matrix(0, weeks, weeks)
  for (week in seq_len(weeks)) lower[week, seq_len(week)] <- rev(weights[seq_len(week)])
  sweep(sqrt(variance) * normals[, seq_len(weeks), drop = FALSE] %*% t(lower), 2, mean, "+")
}

# Cumulative flow in USD after each week.
carry <- function(percent, aum, returns) {
  held <- rep(aum, nrow(percent))
  sums <- matrix(0, nrow(percent), ncol(percent))
  so_far <- 0
  for (week in seq_len(ncol(percent))) {
    effect <- if (is.null(returns)) 0 else 0.01 * held * returns[week]
    flow <- pmax(0.01 * held * percent[, week], -(held + effect))
    held <- held + effect + flow
    so_far <- so_far + flow
    sums[, week] <- so_far
  }
  sums
}

fair_crps <- function(draws, came) {
  x <- sort(draws) - came
  count <- length(x)
  mean(abs(x)) - sum((2 * seq_len(count) - count - 1) * x) / (count * (count - 1))
}

read_table <- function(folder, name) read.csv(file.path(folder, name), stringsAsFactors = FALSE)

# One origin: rows of scores.
forecast_origin <- function(day, weeks, outcomes, normals) {
  past <- weeks[weeks$week <= 0, ]
  ahead <- weeks[weeks$week > 0, ]
  longest <- max(outcomes$horizon)
  returns <- if (nrow(ahead) >= longest && !anyNA(ahead$return[seq_len(longest)])) ahead$return[seq_len(longest)] else NULL
  arima <- auto.arima(past$flow)
  smooth <- ets(past$flow, additive.only = TRUE)
  percent <- list(
    r_arima = draw_weeks(forecast(arima, h = longest, level = 95), arima_weights(arima, longest), arima$sigma2, normals),
    r_ets = draw_weeks(forecast(smooth, h = longest, level = 95), ets_weights(smooth, longest), smooth$sigma2, normals))
  if (!is.null(returns)) {
    explained <- auto.arima(past$flow, xreg = past$return)
    percent$r_arima_return <- draw_weeks(forecast(explained, h = longest, xreg = returns, level = 95),
                                         arima_weights(explained, longest), explained$sigma2, normals)
  }
  rows <- list()
  for (track in c("U", "M", "MP")) {
    knows_prices <- track == "MP" && !is.null(returns)
    for (model in names(percent)) {
      if (model == "r_arima_return" && !knows_prices) next
      flows <- carry(percent[[model]], outcomes$opening_aum[1], if (knows_prices) returns else NULL)
      for (i in which(!is.na(outcomes$realised_flow))) {
        draws <- flows[, outcomes$horizon[i]]
        came <- outcomes$realised_flow[i]
        crps <- fair_crps(draws, came)
        rows[[length(rows) + 1]] <- data.frame(
          universe = outcomes$universe[i], model = model, track = track, origin = day, horizon = outcomes$horizon[i],
          level = "total", member = "", target = "cumulative_net_flow",
          crps = 100 * crps / outcomes$opening_aum[i], pit = (sum(draws < came) + 0.5) / (kDraws + 1))
      }
    }
  }
  do.call(rbind, rows)
}

# Skill of the first over the second in %, with its standard error.
skill <- function(own, rival, run) {
  count <- length(own)
  set.seed(1)
  means <- replicate(kResamples, {
    begins <- c(TRUE, runif(count - 1) < 1 / min(run, count))
    starts <- sample.int(count, count, replace = TRUE)
    at <- integer(count)
    for (i in seq_len(count)) at[i] <- if (begins[i]) starts[i] else at[i - 1] %% count + 1
    1 - mean(own[at]) / mean(rival[at])
  })
  c(100 * (1 - mean(own) / mean(rival)), 100 * sd(means))
}

print_skill <- function(scores, models) {
  key <- scores[scores$level == "total" & scores$target == "cumulative_net_flow" & !is.na(scores$crps), ]
  others <- intersect(c("climatology_52", "ar1_t", "ar1_t_return", "ebbtide"), unique(key$model))
  cat("| track | weeks | n | model | mean CRPS, % of AUM |", paste0(" skill over ", others[others != "ebbtide"], " |"),
      " skill of ebbtide over it |\n", sep = "")
  cat(strrep("|---", 6 + length(others[others != "ebbtide"])), "|\n", sep = "")
  for (track in c("U", "M", "MP")) for (horizon in sort(unique(key$horizon))) for (model in models) {
    values <- function(name) {
      of_model <- key[key$model == name & key$track == track & key$horizon == horizon, ]
      setNames(of_model$crps, of_model$origin)[order(of_model$origin)]
    }
    own <- values(model)
    if (length(own) == 0) next
    versus <- function(a, b) {
      both <- intersect(names(a), names(b))
      if (length(both) < 2) return(" - |")
      figures <- skill(a[both], b[both], horizon + 3)
      sprintf(" %+.1f ± %.1f |", figures[1], figures[2])
    }
    cat(sprintf("| %s | %d | %d | %s | %.4f |", track, horizon, length(own), model, mean(own)),
        vapply(others[others != "ebbtide"], function(name) versus(own, values(name)), ""),
        versus(values("ebbtide"), own), "\n", sep = "")
  }
}

main <- function(folder, file) {
  weeks <- read_table(folder, "origin_weeks.csv")
  origins <- read_table(folder, "origins.csv")
  rows <- list()
  for (day in unique(origins$origin)) {
    set.seed(as.integer(as.Date(day)))
    normals <- matrix(rnorm(kDraws * max(origins$horizon)), kDraws)
    rows[[day]] <- forecast_origin(day, weeks[weeks$origin == day, ], origins[origins$origin == day, ], normals)
  }
  scores <- do.call(rbind, rows)
  write.csv(scores, file, row.names = FALSE, quote = FALSE, na = "")
  print_skill(rbind(read_table(folder, "scores.csv")[names(scores)], scores), c("r_arima", "r_ets", "r_arima_return"))
}

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 2) stop("usage: Rscript forecast_r.R RESULTS SCORES.csv")
main(arguments[1], arguments[2])
