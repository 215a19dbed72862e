#include "random/place_engine.h"

#include <istream>
#include <locale>
#include <ostream>

namespace ebbtide {
namespace {

// Numbers are written without grouping and read in decimal, whatever the stream was set to.
class PlainDecimals {
 public:
  explicit PlainDecimals(std::ios_base& stream) : stream_(stream), flags_(stream.flags()) {
    stream.flags(std::ios_base::dec | std::ios_base::skipws);
    locale_ = stream.imbue(std::locale::classic());
  }
  ~PlainDecimals() {
    stream_.flags(flags_);
    stream_.imbue(locale_);
  }
  PlainDecimals(const PlainDecimals&) = delete;
  PlainDecimals& operator=(const PlainDecimals&) = delete;

 private:
  std::ios_base& stream_;
  std::ios_base::fmtflags flags_;
  std::locale locale_;
};

}  // namespace

PlaceEngine::result_type PlaceEngine::operator()() {
  if (!block_is_current_) {
    block_ = draw_block(seed_, place_);
    block_is_current_ = true;
  }
  const result_type word = block_[place_.slot % 4];
  ++place_.slot;
  if (place_.slot % 4 == 0) block_is_current_ = false;
  return word;
}

void PlaceEngine::discard(unsigned long long count) {
  const std::uint32_t slot = place_.slot + static_cast<std::uint32_t>(count);
  if (slot / 4 != place_.slot / 4) block_is_current_ = false;
  place_.slot = slot;
}

bool operator==(const PlaceEngine& left, const PlaceEngine& right) {
  return left.seed_ == right.seed_ && left.place_ == right.place_;
}

std::ostream& operator<<(std::ostream& out, const PlaceEngine& engine) {
  const PlainDecimals decimals(out);
  return out << engine.seed_ << ' ' << engine.place_.path << ' ' << engine.place_.week << ' '
             << static_cast<std::uint32_t>(engine.place_.purpose) << ' ' << engine.place_.slot;
}

std::istream& operator>>(std::istream& in, PlaceEngine& engine) {
  const PlainDecimals decimals(in);
  std::uint64_t seed = 0;
  DrawPlace place;
  std::uint32_t purpose = 0;
  if (in >> seed >> place.path >> place.week >> purpose >> place.slot) {
    place.purpose = static_cast<Purpose>(purpose);
    engine = PlaceEngine(seed, place);
  }
  return in;
}

}  // namespace ebbtide
