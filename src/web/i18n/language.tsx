import { createContext, type ReactNode, useContext, useEffect } from 'react'
import { type LanguageCode, usePreferences } from '../features/settings/preferences.ts'
import type { Dictionary } from './dictionary.ts'
import { en } from './en.ts'
import { createFormat, type Format } from './format.ts'
import { zh } from './zh.ts'

interface Language {
  code: LanguageCode
  tag: string
  name: string
  text: Dictionary
  format: Format
}

export const languages: Record<LanguageCode, Language> = {
  en: { code: 'en', tag: 'en', name: 'English', text: en, format: createFormat('en-GB', en.conversation) },
  zh: {
    code: 'zh',
    tag: 'zh-Hans',
    name: '简体中文',
    text: zh,
    format: createFormat('zh-Hans', zh.conversation),
  },
}

const LanguageContext = createContext<Language>(languages.en)

export function LanguageProvider({ children }: { children: ReactNode }) {
  const language = languages[usePreferences((preferences) => preferences.language)]
  useEffect(() => {
    document.documentElement.lang = language.tag
  }, [language])
  return <LanguageContext value={language}>{children}</LanguageContext>
}

export function useText(): Dictionary {
  return useContext(LanguageContext).text
}

export function useFormat(): Format {
  return useContext(LanguageContext).format
}
