import type { Value } from '../runtime/core/values-all';
import type { Transaction } from './transaction';

/** System.attachFinalizer: once, and only inside a running Queueable. */
export function attachFinalizer(tx: Transaction, finalizer: Value): void {
  const { vm } = tx;
  if (finalizer === null) throw vm.exception('System.HandledException', 'Finalizer cannot be null');
  if (tx.context !== 'queueable')
    throw vm.exception(
      'System.HandledException',
      'Finalizer is only supported in Queueable Apex: attachFinalizer may not be called in this context',
    );
  if (tx.finalizer !== null)
    throw vm.exception(
      'System.HandledException',
      'More than one Finalizer cannot be attached to same Async Apex Job',
    );
  if (!vm.isInstance(finalizer, 'System.Finalizer'))
    throw vm.exception(
      'System.HandledException',
      `Class ${vm.typeOf(finalizer)} must implement the Finalizer interface`,
    );
  tx.finalizer = finalizer;
}
