#include "text/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstdint>
#include <string_view>
#include <system_error>

#include "core/error.h"
#include "core/format.h"

namespace ebbtide {
namespace {

// Some file systems refuse larger single transfers.
constexpr std::size_t kTransferBytes = std::size_t{1} << 20;

std::string reason(int error) {
  return std::generic_category().message(error);
}

// An open file; closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  int close() {
    const int result = ::close(number_);
    number_ = -1;
    return result;
  }

 private:
  int number_;
};

bool is_kind(int descriptor, mode_t kind) {
  struct stat status = {};
  return ::fstat(descriptor, &status) == 0 && (status.st_mode & S_IFMT) == kind;
}

// Returns 0, or the error number.
int write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), std::min(content.size(), kTransferBytes));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  // A pipe or a terminal has nothing to flush and says so.
  if (::fsync(descriptor) != 0 && errno != EINVAL && errno != ENOTSUP && errno != EROFS) return errno;
  return 0;
}

// FIPS 180-4, section 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes.
constexpr std::array<std::uint32_t, 64> kRoundConstants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

constexpr std::size_t kHashBlockBytes = 64;

using HashState = std::array<std::uint32_t, 8>;

std::uint32_t big_endian_word(std::string_view bytes) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < 4; ++i) word = (word << 8U) | static_cast<unsigned char>(bytes[i]);
  return word;
}

// FIPS 180-4, section 6.2.2: one block of 64 bytes.
void hash_block(HashState& state, std::string_view block) {
  std::array<std::uint32_t, 64> schedule = {};
  for (std::size_t t = 0; t < 16; ++t) schedule[t] = big_endian_word(block.substr(4 * t, 4));
  for (std::size_t t = 16; t < 64; ++t) {
    const std::uint32_t w15 = schedule[t - 15];
    const std::uint32_t w2 = schedule[t - 2];
    const std::uint32_t sigma0 = std::rotr(w15, 7) ^ std::rotr(w15, 18) ^ (w15 >> 3U);
    const std::uint32_t sigma1 = std::rotr(w2, 17) ^ std::rotr(w2, 19) ^ (w2 >> 10U);
    schedule[t] = sigma1 + schedule[t - 7] + sigma0 + schedule[t - 16];
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (std::size_t t = 0; t < 64; ++t) {
    const std::uint32_t sum1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const std::uint32_t choice = (e & f) ^ (~e & g);
    const std::uint32_t first = h + sum1 + choice + kRoundConstants[t] + schedule[t];
    const std::uint32_t sum0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const std::uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + sum0 + majority;
  }
  const HashState added = {a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] += added[i];
}

}  // namespace

std::optional<std::string> read_file(const std::string& path) {
  std::string why;
  return read_file(path, why);
}

std::optional<std::string> read_file(const std::string& path, std::string& why, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    why = reason(errno);
    return std::nullopt;
  }
  if (is_kind(file.number(), S_IFDIR)) {
    why = "is a directory";
    return std::nullopt;
  }
  std::string content;
  std::string buffer(std::size_t{1} << 16, '\0');
  while (content.size() < limit) {
    const ssize_t got = ::read(file.number(), buffer.data(), std::min(buffer.size(), limit - content.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      why = reason(errno);
      return std::nullopt;
    }
    if (got == 0) break;
    content.append(buffer, 0, static_cast<std::size_t>(got));
  }
  return content;
}

void write_file(const std::string& path, const std::string& content) {
  constexpr mode_t kReadableByAll = 0666;  // less what the user's umask takes away
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kReadableByAll));
  if (!file.is_open()) throw IoError(format("cannot write {}: {}", path, reason(errno)));
  // A device such as /dev/stdout is no partial file.
  const bool removable = is_kind(file.number(), S_IFREG);
  int error = write_all(file.number(), content);
  if (file.close() != 0 && error == 0) error = errno;
  if (error == 0) return;
  if (removable) ::unlink(path.c_str());
  throw IoError(format("cannot write {}: {}", path, reason(error)));
}

std::string sha256_hex(const std::string& content) {
  // FIPS 180-4, section 5.3.3: the fractional parts of the square roots of the first eight primes.
  HashState state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  const std::string_view bytes = content;
  const std::size_t whole = bytes.size() / kHashBlockBytes * kHashBlockBytes;
  for (std::size_t at = 0; at < whole; at += kHashBlockBytes) hash_block(state, bytes.substr(at, kHashBlockBytes));

  // Section 5.1.1: a one bit, zeros, and the length in bits as 64 bits end the last block.
  std::string rest(bytes.substr(whole));
  rest += '\x80';
  while (rest.size() % kHashBlockBytes != kHashBlockBytes - 8) rest += '\0';
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (int shift = 56; shift >= 0; shift -= 8)
    rest += static_cast<char>((bits >> static_cast<unsigned>(shift)) & 0xFFU);
  const std::string_view padded = rest;
  for (std::size_t at = 0; at < padded.size(); at += kHashBlockBytes)
    hash_block(state, padded.substr(at, kHashBlockBytes));

  std::string text;
  for (const std::uint32_t word : state) text += format("{:08x}", word);
  return text;
}

}  // namespace ebbtide
