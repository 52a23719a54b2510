import { createPinia } from 'pinia'
import { createApp } from 'vue'
import './styles/index.css'
import { createWire } from './api/bridge.ts'
import { connect } from './api/client.ts'
import App from './App.vue'
import { createAppI18n } from './i18n/index.ts'
import { createAppRouter } from './router.ts'

// The line to core comes first: it takes the key out of the address before the router reads it.
connect(createWire(window))

createApp(App).use(createPinia()).use(createAppI18n()).use(createAppRouter()).mount('#app')
