// SHA-256 of one short ASCII text. The browser's own is asynchronous, which makes two hundred thousand
// short texts ten times slower, and it is missing on pages without HTTPS.

const MOST = 55 // bytes: one block of the algorithm
const [START, ROUND] = constants()

// Eight words. The text has at most 55 characters, all of them ASCII.
export function sha256(text) {
  if (text.length > MOST) throw new RangeError('too long')
  const words = new Uint32Array(64)
  for (let at = 0; at < text.length; at += 1) words[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at % 4))
  words[text.length >> 2] |= 0x80 << (24 - 8 * (text.length % 4))
  words[15] = text.length * 8
  for (let at = 16; at < 64; at += 1) {
    const early = words[at - 15]
    const late = words[at - 2]
    const low = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)
    const high = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10)
    words[at] = words[at - 16] + low + words[at - 7] + high
  }
  return rounds(words)
}

export const hex = (words) => [...words].map((one) => one.toString(16).padStart(8, '0')).join('')

function rounds(words) {
  let [a, b, c, d, e, f, g, h] = START
  for (let at = 0; at < 64; at += 1) {
    const choice = (e & f) ^ (~e & g)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + ROUND[at] + words[at]) | 0
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  return new Uint32Array([a, b, c, d, e, f, g, h].map((one, at) => one + START[at]))
}

function turn(word, by) {
  return (word >>> by) | (word << (32 - by))
}

// The first 32 bits of the fractions of square and cube roots of the first primes (FIPS 180-4).
function constants() {
  const primes = []
  for (let one = 2; primes.length < 64; one += 1) {
    if (primes.every((prime) => one % prime)) primes.push(one)
  }
  const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) >>> 0
  return [
    primes.slice(0, 8).map((one) => fraction(Math.sqrt(one))),
    primes.map((one) => fraction(Math.cbrt(one))),
  ]
}
