import {Component, type ReactNode} from 'react';

type Props = {
	readonly children: ReactNode;
	readonly onError: (error: unknown) => void;
};

/**
Catches what a screen throws while it draws, so that the terminal is given back before anything is said about it.
*/
export class ErrorBoundary extends Component<Props, {readonly hasFailed: boolean}> {
	static getDerivedStateFromError() {
		return {hasFailed: true};
	}

	override state = {hasFailed: false};

	override componentDidCatch(error: unknown) {
		this.props.onError(error);
	}

	override render() {
		return this.state.hasFailed ? null : <>{this.props.children}</>;
	}
}
