import { computed, type ComputedRef } from 'vue'
import { useInventoryStore } from '../../stores/inventory.ts'
import { useIpSetsStore } from '../../stores/ip-sets.ts'
import { type AllUses, createUses } from '../../addresses/uses.ts'

/** Returns which accounts use which IP set, as far as the accounts are known. */
export function useIpSetUses(): ComputedRef<AllUses> {
  const ipSets = useIpSetsStore()
  const inventory = useInventoryStore()
  const uses = computed(() => createUses(ipSets.sets))
  return computed(() => uses.value(Array.from(inventory.ftpSlots.blocks.values(), ({ rows }) => rows)))
}
