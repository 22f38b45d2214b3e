// The puzzle of raabta/forms/puzzles.py: which number below `most` has this SHA-256 behind the key?
import { hex, sha256 } from './sha256.js'

const SLICE = 12 // milliseconds at a time, so that typing does not stutter

// Resolves with the number as text, or with '' when there is none.
export function solve({ key, challenge, most }) {
  const first = parseInt(challenge.slice(0, 8), 16)
  return new Promise((resolve) => {
    let number = 0
    const work = () => {
      const until = performance.now() + SLICE
      while (number < most) {
        const words = sha256(key + number)
        if (words[0] === first && hex(words) === challenge) return resolve(String(number))
        number += 1
        if (number % 256 === 0 && performance.now() > until) return setTimeout(work)
      }
      return resolve('')
    }
    work()
  })
}
