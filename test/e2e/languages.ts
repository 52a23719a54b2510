import type { Page } from '@playwright/test'
import type { Catalogue } from '../../src/renderer/i18n/catalogues.ts'
import { catalogueOf, sentencesOf } from '../kit/catalogues.ts'

/** The Vietnamese catalogue, with the keys of the English one. */
export const vi = catalogueOf('vi') as unknown as Catalogue

/** Each sentence of a catalogue as it is shown. */
const sentencesIn = (language: string): readonly string[] =>
  sentencesOf(catalogueOf(language)).map(([, sentence]) => sentence.replaceAll(/\{'(.)'\}/g, '$1'))

const placeholder = /\{\w+\}/
const vietnamese = new Set(sentencesIn('vi'))
const english = sentencesIn('en').filter(
  (sentence) => !vietnamese.has(sentence) && /[A-Za-z]{2}/.test(sentence.replaceAll(/\{\w+\}/g, '')),
)
/** English sentences without placeholders, which are a whole piece of text on the screen. */
const wholeSentences = new Set(english.filter((sentence) => !placeholder.test(sentence)))
/** Parts of sentences with three words or more: long enough to be English wherever they occur. */
const phrases = english
  .flatMap((sentence) => sentence.split(placeholder))
  .map((part) => part.trim())
  .filter((part) => part.split(' ').length >= 3 && /[A-Za-z]{2}.* .*[A-Za-z]{2}/.test(part))

/** Fills the placeholders of a sentence, as the screen prints it. */
export function fillPlaceholders(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (match, name: string) => String(values[name] ?? match))
}

/** Returns all text, visible or read out, that is a sentence of the English catalogue and differs in Vietnamese. */
export async function englishIn(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [document.title]
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const { parentElement, nodeValue } = walker.currentNode
      // The label of a language is in that language, and keys are named as they are on the keyboard.
      if (parentElement?.checkVisibility() && parentElement.closest('[lang="en"], kbd') === null)
        found.push(nodeValue ?? '')
    }
    for (const element of document.body.querySelectorAll('*')) {
      for (const name of ['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'aria-valuetext'])
        found.push(element.getAttribute(name) ?? '')
    }
    return found.map((text) => text.trim()).filter(Boolean)
  })
  return [...new Set(texts)].filter(
    (text) => wholeSentences.has(text) || phrases.some((phrase) => text.includes(phrase)),
  )
}

/**
 * Returns the buttons, column headings, tabs, headings and labels whose words do not fit, and the page itself if it
 * scrolls sideways. Table cells may end in "…", because their tooltip shows the whole text.
 */
export async function clippedWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const selector =
      'button, button *, [role="tab"], [role="columnheader"], [role="columnheader"] *, h1, h2, h3, label, legend, dt, nav a, nav a *'
    const clipped = [...document.querySelectorAll<HTMLElement>(selector)].filter(
      (element) =>
        element.checkVisibility() &&
        element.clientWidth > 1 &&
        element.scrollWidth > element.clientWidth + 1 &&
        element.closest('[role="gridcell"], [role="rowheader"]') === null &&
        !element.classList.contains('sr-only'),
    )
    const overflow = document.documentElement.scrollWidth > window.innerWidth ? ['the page scrolls sideways'] : []
    return [
      ...clipped.map((element) => `${element.tagName.toLowerCase()}.${element.className}: ${element.innerText}`),
      ...overflow,
    ]
  })
}
